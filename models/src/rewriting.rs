//! Networks in a form that the processor computes faster.
//!
//! ## Products in 8 bits
//!
//! Most of the work of a convolutional network of this kind is in pointwise (1 x 1) convolutions, which are products of
//! matrices: pixels x channels by channels x channels. ONNX Runtime's `DynamicQuantizeMatMul` takes such a product in
//! whole numbers: weights in 8 bits with a scale per output channel, activations in 8 bits with one scale that is taken
//! from their range in each run (W. Jacob et al., "Quantization and Training of Neural Networks for Efficient
//! Integer-Arithmetic-Only Inference", CVPR 2018, section 2, with the ranges found at run time). Sums and everything
//! between the products stay in single precision, so no layer has to be quantised anew for the next and no sample
//! pictures are needed to choose ranges.
//!
//! The product wants channels last, the convolutions around it want them first. So a run of pointwise convolutions and
//! what acts on single values between them (GELU, ReLU) is turned once before and once after; ONNX Runtime joins these
//! turns with those from and to its blocks of channels.
//!
//! ## Hard swish
//!
//! Older exporters write x clip(x + 3, 0, 6) / 6 in four operators that ONNX Runtime cannot run in blocks of channels; as
//! x times `HardSigmoid` it can. The values are the same but for rounding.

mod view;
mod weights;

use std::collections::{HashMap, HashSet};

use prost::Message;

use crate::onnx::{Model, Node, OperatorSet, Tensor};
use view::{HardSwish, Pointwise, View};

/// Before this version of the format, weights were inputs of the graph as well.
const LEAST_VERSION: i64 = 4;
/// ONNX Runtime's own operators.
const MICROSOFT: &str = "com.microsoft";
/// Channels first to channels last.
const TO_LAST: [i64; 4] = [0, 2, 3, 1];
/// Channels last to channels first.
const TO_FIRST: [i64; 4] = [0, 3, 1, 2];

/// The model in the encoded file `model`, rewritten and encoded, its wide products in 8 bits if `eight_bit`; nothing where
/// nothing is to be rewritten, the graph has graphs within, or it is no model.
pub(crate) fn rewritten(model: &[u8], eight_bit: bool) -> Option<Vec<u8>> {
    let mut model = Model::decode(model).ok().filter(|model| model.ir_version >= LEAST_VERSION)?;
    let graph = model.graph.as_mut()?;
    let mut view = View::of(graph)?;
    let mut rewriting = Rewriting { eight_bit, ..Rewriting::default() };
    for index in 0..view.nodes.len() {
        rewriting.node(&mut view, index);
    }
    if !rewriting.rewrote {
        return None;
    }
    for output in &graph.output {
        rewriting.need(&output.name);
    }
    graph.initializer = view.constants.into_values().chain(rewriting.constants).collect();
    graph.node = rewriting.nodes;
    let used: HashSet<&String> = graph.node.iter().flat_map(|node| &node.input).collect();
    graph.initializer.retain(|constant| used.contains(&constant.name));
    graph.initializer.sort_by(|a, b| a.name.cmp(&b.name));
    let has_products = graph.node.iter().any(|node| node.domain == MICROSOFT);
    if has_products && !model.opset_import.iter().any(|set| set.domain == MICROSOFT) {
        model.opset_import.push(OperatorSet { domain: MICROSOFT.to_owned(), version: 1 });
    }
    Some(model.encode_to_vec())
}

/// A graph on its way.
#[derive(Default)]
struct Rewriting {
    nodes: Vec<Node>,
    constants: Vec<Tensor>,
    /// Nodes that have gone into others.
    folded: HashSet<usize>,
    /// Values that exist with channels last, and their names in that form.
    last: HashMap<String, String>,
    /// Values that exist in that form only.
    owed: HashSet<String>,
    /// Whether products are to be written in 8 bits.
    eight_bit: bool,
    /// Whether anything has been rewritten.
    rewrote: bool,
}

impl Rewriting {
    /// Passes one node on, as it is or rewritten.
    fn node(&mut self, view: &mut View, index: usize) {
        if self.folded.contains(&index) {
            return;
        }
        if let Some(found) = self.eight_bit.then(|| view.pointwise(index)).flatten() {
            let input = self.channels_last(&found.input);
            let output = self.new_last(&found.output);
            self.product(&found, &input, &output);
        } else if let Some(gelu) = view.gelu(index).filter(|gelu| self.owed.contains(&gelu.input)) {
            self.on_values("Gelu", MICROSOFT, &gelu.input, &gelu.output);
            self.folded.extend(gelu.folds);
        } else if let Some((input, output)) = view.relu(index).filter(|(input, _)| self.owed.contains(input))
        {
            self.on_values("Relu", "", &input, &output);
        } else if let Some(found) = self.eight_bit.then(|| view.classifier(index)).flatten() {
            self.need(&found.input);
            let (input, output) = (found.input.clone(), found.output.clone());
            self.product(&found, &input, &output);
        } else if let Some(swish) = view.hard_swish(index) {
            self.hard_swish(&swish);
        } else {
            let node = std::mem::take(&mut view.nodes[index]);
            node.input.iter().for_each(|input| self.need(input));
            self.nodes.push(node);
        }
    }

    /// Writes a product of the value `input` with weights, in 8 bits.
    fn product(&mut self, found: &Pointwise, input: &str, output: &str) {
        let [bytes, scales, bias] =
            ["8-bit", "scales", "bias"].map(|part| format!("{}/{part}", found.output));
        let quantised = weights::quantise(&found.weights, found.inner);
        self.constants.push(Tensor::bytes(&bytes, &[found.inner, found.outer], &quantised.values));
        self.constants.push(Tensor::floats(&scales, &[found.outer], &quantised.scales));
        let mut inputs = vec![input, &bytes, &scales];
        if let Some(values) = &found.bias {
            self.constants.push(Tensor::floats(&bias, &[found.outer], values));
            // The fourth is the weights' zero, which is 0.
            inputs.extend(["", &bias]);
        }
        self.nodes.push(Node::new("DynamicQuantizeMatMul", &inputs, output).of(MICROSOFT));
        self.folded.extend(found.folds);
        self.rewrote = true;
    }

    /// Writes x times its hard sigmoid.
    fn hard_swish(&mut self, swish: &HardSwish) {
        self.need(&swish.input);
        let gate = format!("{}/gate", swish.output);
        let sigmoid = Node::new("HardSigmoid", &[&swish.input], &gate);
        self.nodes.push(sigmoid.with_float("alpha", 1.0 / 6.0).with_float("beta", 0.5));
        self.nodes.push(Node::new("Mul", &[&swish.input, &gate], &swish.output));
        self.folded.extend(swish.folds);
        self.rewrote = true;
    }

    /// Writes an operator that acts on each value by itself, with channels last.
    fn on_values(&mut self, op_type: &str, domain: &str, input: &str, output: &str) {
        let input = self.channels_last(input);
        let output = self.new_last(output);
        self.nodes.push(Node::new(op_type, &[&input], &output).of(domain));
    }

    /// The name of a new value that exists with channels last only.
    fn new_last(&mut self, name: &str) -> String {
        let last = format!("{name}/last");
        self.last.insert(name.to_owned(), last.clone());
        self.owed.insert(name.to_owned());
        last
    }

    /// The name of a value's form with channels last, which is made where there is none.
    fn channels_last(&mut self, name: &str) -> String {
        if let Some(last) = self.last.get(name) {
            return last.clone();
        }
        let last = format!("{name}/last");
        self.nodes.push(Node::new("Transpose", &[name], &last).with_ints("perm", &TO_LAST));
        self.last.insert(name.to_owned(), last.clone());
        last
    }

    /// Sees to it that a value exists with channels first.
    fn need(&mut self, name: &str) {
        if self.owed.remove(name) {
            let turned = Node::new("Transpose", &[&self.last[name]], name).with_ints("perm", &TO_FIRST);
            self.nodes.push(turned);
        }
    }
}

#[cfg(test)]
mod tests;
