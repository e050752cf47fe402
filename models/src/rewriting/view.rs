//! What is to be rewritten of a graph.

use std::collections::{HashMap, HashSet};

use crate::onnx::{Graph, Node, Tensor};

/// Least number of channels on either side of a product for which 8 bits pay: with fewer, turning and quantising the
/// activations takes what the product saves (measured on the text detector, whose layers have 24 to 768).
const LEAST_CHANNELS: usize = 96;
/// Least number of outputs of a product that is no convolution: the last layer of a recogniser has 18,710, products of
/// attention some hundred, which are too small to matter.
const LEAST_CLASSES: usize = 1024;
/// How far a constant of GELU may be from its value.
const CLOSE: f32 = 1e-4;

/// A product of a value with constant weights, and a constant that is added.
pub(super) struct Pointwise {
    pub(super) input: String,
    pub(super) output: String,
    /// Outputs x inputs.
    pub(super) weights: Vec<f32>,
    /// Inputs of a product, and its outputs.
    pub(super) inner: usize,
    pub(super) outer: usize,
    /// One per output.
    pub(super) bias: Option<Vec<f32>>,
    /// The node that adds it.
    pub(super) folds: Option<usize>,
}

/// GELU, written in parts: x (1 + erf(x / sqrt 2)) / 2.
pub(super) struct Gelu {
    pub(super) input: String,
    pub(super) output: String,
    /// Its nodes but the first.
    pub(super) folds: [usize; 4],
}

/// Hard swish, written in parts: x clip(x + 3, 0, 6) / 6.
pub(super) struct HardSwish {
    pub(super) input: String,
    pub(super) output: String,
    /// Its nodes but the first.
    pub(super) folds: [usize; 3],
}

/// A graph, and what leads where in it.
pub(super) struct View {
    pub(super) nodes: Vec<Node>,
    pub(super) constants: HashMap<String, Tensor>,
    /// The nodes that take a value.
    users: HashMap<String, Vec<usize>>,
    /// Values with one pixel per channel: means over the picture and what is computed of them.
    pooled: HashSet<String>,
    /// What the graph gives away.
    outputs: HashSet<String>,
}

impl View {
    /// Takes the nodes and constants out of `graph`, without its nodes that do nothing. Nothing if a node has a graph of
    /// its own, whose use of values is not seen from outside, or if constants are repeated or stand in another file.
    pub(super) fn of(graph: &mut Graph) -> Option<Self> {
        let within = |node: &Node| {
            node.attributes().any(|attribute| attribute.g.is_some() || !attribute.graphs.is_empty())
        };
        let outside = |constant: &Tensor| constant.data_location != 0 || !constant.external_data.is_empty();
        if graph.node.iter().any(within) || graph.initializer.iter().any(outside) {
            return None;
        }
        let mut given = Vec::new();
        let nodes: Vec<Node> = std::mem::take(&mut graph.node)
            .into_iter()
            .filter_map(|node| match constant(&node) {
                Some(constant) => {
                    given.push(constant);
                    None
                }
                None => Some(node),
            })
            .collect();
        let count = graph.initializer.len() + given.len();
        let constants: HashMap<String, Tensor> = graph
            .initializer
            .drain(..)
            .chain(given)
            .map(|constant| (constant.name.clone(), constant))
            .collect();
        if constants.len() != count {
            return None;
        }
        let outputs: HashSet<String> = graph.output.iter().map(|output| output.name.clone()).collect();
        let nodes = without_identities(nodes, &outputs);
        let mut users: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, node) in nodes.iter().enumerate() {
            for input in &node.input {
                users.entry(input.clone()).or_default().push(index);
            }
        }
        let mut view = Self { nodes, constants, users, pooled: HashSet::new(), outputs };
        view.pool();
        Some(view)
    }

    /// Finds the values with one pixel per channel.
    fn pool(&mut self) {
        for node in &self.nodes {
            let mut inputs =
                node.input.iter().filter(|input| !self.constants.contains_key(*input)).peekable();
            let pools = match node.op_type.as_str() {
                "GlobalAveragePool" => true,
                "ReduceMean" => node.attribute("axes").is_some_and(|axes| axes.ints == [2, 3]),
                _ => inputs.peek().is_some() && inputs.all(|input| self.pooled.contains(input)),
            };
            if pools {
                self.pooled.extend(node.output.iter().cloned());
            }
        }
    }

    /// The pointwise convolution at `index`, if it is wide and on a picture.
    pub(super) fn pointwise(&self, index: usize) -> Option<Pointwise> {
        let node = self.nodes.get(index).filter(|node| node.op_type == "Conv" && node.domain.is_empty())?;
        let ints = |name| node.attribute(name).map(|attribute| attribute.ints).unwrap_or_default();
        let all = |name, value| ints(name).iter().all(|&int| int == value);
        let groups = node.attribute("group").map_or(1, |attribute| attribute.i);
        let (input, weights) = (node.input.first()?, self.constants.get(node.input.get(1)?)?);
        let [outer, inner, 1, 1] = weights.shape()?[..] else { return None };
        let plain = groups == 1 && all("strides", 1) && all("pads", 0) && all("dilations", 1);
        let wide = outer.min(inner) >= LEAST_CHANNELS;
        if !plain || !wide || self.constants.contains_key(input) || self.pooled.contains(input) {
            return None;
        }
        let weights = weights.as_floats()?;
        let output = node.output.first()?;
        let (bias, folds, output) = match node.input.get(2).filter(|name| !name.is_empty()) {
            Some(bias) => (Some(self.floats(bias, &[outer])?), None, output),
            None => self.added(output, &[1, outer, 1, 1]),
        };
        let (input, output) = (input.clone(), output.clone());
        Some(Pointwise { input, output, weights, inner, outer, bias, folds })
    }

    /// The product at `index`, if it is one with constant weights for many classes.
    pub(super) fn classifier(&self, index: usize) -> Option<Pointwise> {
        let node = self.nodes.get(index).filter(|node| node.op_type == "MatMul" && node.domain.is_empty())?;
        let (input, constant) = (node.input.first()?, self.constants.get(node.input.get(1)?)?);
        let [inner, outer] = constant.shape()?[..] else { return None };
        if inner < LEAST_CHANNELS || outer < LEAST_CLASSES || self.constants.contains_key(input) {
            return None;
        }
        let values = constant.as_floats()?;
        let weights =
            (0..outer).flat_map(|output| values.iter().skip(output).step_by(outer).copied()).collect();
        let (bias, folds, output) = self.added(node.output.first()?, &[outer]);
        let (input, output) = (input.clone(), output.clone());
        Some(Pointwise { input, output, weights, inner, outer, bias, folds })
    }

    /// The constant of this shape that is all that is done with a value, the node that adds it and what that makes; the
    /// value itself where there is none.
    fn added<'a>(
        &'a self,
        value: &'a String,
        shape: &[usize],
    ) -> (Option<Vec<f32>>, Option<usize>, &'a String) {
        let find = || {
            let (index, node) = self.only_user(value).filter(|(_, node)| node.op_type == "Add")?;
            let constant = node.input.iter().find_map(|other| self.floats(other, shape))?;
            Some((Some(constant), Some(index), node.output.first()?))
        };
        find().unwrap_or((None, None, value))
    }

    /// GELU, if the node at `index` is its first.
    pub(super) fn gelu(&self, index: usize) -> Option<Gelu> {
        let first = self.nodes.get(index).filter(|node| node.op_type == "Div")?;
        let input = first.input.first()?;
        self.is_number(first.input.get(1)?, std::f32::consts::SQRT_2)?;
        let (erf, erf_node) = self.step(first, "Erf")?;
        let (add, add_node) = self.step(erf_node, "Add")?;
        self.is_number(other(add_node, erf_node)?, 1.0)?;
        let (times, times_node) = self.step(add_node, "Mul")?;
        let (half, half_node) = self.step(times_node, "Mul")?;
        self.is_number(other(half_node, times_node)?, 0.5)?;
        let output = half_node.output.first()?.clone();
        let folds = [erf, add, times, half];
        (other(times_node, add_node)? == input).then(|| Gelu { input: input.clone(), output, folds })
    }

    /// Hard swish, if the node at `index` is its first.
    pub(super) fn hard_swish(&self, index: usize) -> Option<HardSwish> {
        let first = self.nodes.get(index).filter(|node| node.op_type == "Add")?;
        let input = first.input.iter().find(|input| !self.constants.contains_key(*input))?;
        self.is_number(first.input.iter().find(|other| *other != input)?, 3.0)?;
        let (clip, clip_node) = self.step(first, "Clip")?;
        for (place, name, bound) in [(1, "min", 0.0), (2, "max", 6.0)] {
            match clip_node.input.get(place) {
                Some(constant) => self.is_number(constant, bound)?,
                None => clip_node.attribute(name).filter(|attribute| attribute.f == bound).map(|_| ())?,
            }
        }
        let (times, times_node) = self.step(clip_node, "Mul")?;
        let (sixth, sixth_node) = self.step(times_node, "Div")?;
        self.is_number(sixth_node.input.get(1)?, 6.0)?;
        let output = sixth_node.output.first()?.clone();
        let folds = [clip, times, sixth];
        (other(times_node, clip_node)? == input).then(|| HardSwish { input: input.clone(), output, folds })
    }

    /// What goes into and comes out of the ReLU at `index`.
    pub(super) fn relu(&self, index: usize) -> Option<(String, String)> {
        let node = self.nodes.get(index).filter(|node| node.op_type == "Relu")?;
        Some((node.input.first()?.clone(), node.output.first()?.clone()))
    }

    /// The only node that takes what `node` makes, if it is of this kind.
    fn step(&self, node: &Node, op_type: &str) -> Option<(usize, &Node)> {
        self.only_user(node.output.first()?).filter(|(_, next)| next.op_type == op_type)
    }

    /// The only node that takes a value which the graph does not give away.
    fn only_user(&self, value: &str) -> Option<(usize, &Node)> {
        let [index] = self.users.get(value)?[..] else { return None };
        let node = self.nodes.get(index)?;
        (!self.outputs.contains(value)).then_some((index, node))
    }

    fn is_number(&self, name: &str, value: f32) -> Option<()> {
        let values = self.constants.get(name)?.as_floats()?;
        (values.len() == 1 && (values[0] - value).abs() < CLOSE).then_some(())
    }

    fn floats(&self, name: &str, shape: &[usize]) -> Option<Vec<f32>> {
        let constant = self.constants.get(name)?;
        constant.shape().filter(|found| found == shape).and_then(|_| constant.as_floats())
    }
}

/// What `node` takes beside what `than` makes.
fn other<'a>(node: &'a Node, than: &Node) -> Option<&'a String> {
    let made = than.output.first()?;
    node.input.iter().find(|input| *input != made)
}

/// The constant that a node is.
fn constant(node: &Node) -> Option<Tensor> {
    let value = node.attribute("value").filter(|_| node.op_type == "Constant")?.t?;
    Some(Tensor { name: node.output.first()?.clone(), ..value })
}

/// The nodes without those that pass a value on under another name, unless the graph gives it away under that name.
fn without_identities(nodes: Vec<Node>, outputs: &HashSet<String>) -> Vec<Node> {
    let mut names: HashMap<String, String> = HashMap::new();
    let mut kept = Vec::with_capacity(nodes.len());
    for mut node in nodes {
        for input in &mut node.input {
            if let Some(name) = names.get(input) {
                name.clone_into(input);
            }
        }
        match (&node.input[..], &node.output[..]) {
            ([input], [output]) if node.op_type == "Identity" && !outputs.contains(output) => {
                names.insert(output.clone(), input.clone());
            }
            _ => kept.push(node),
        }
    }
    kept
}
