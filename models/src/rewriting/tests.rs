use std::f32::consts::SQRT_2;

use super::*;
use crate::onnx::{Graph, Named};

/// A depthwise convolution, two pointwise ones with GELU between them, a sum, and a product for many classes.
fn network(channels: usize) -> Model {
    let [wide, classes] = [2 * channels, 2000];
    let weights = |name: &str, dims: &[usize]| {
        let size = dims.iter().product();
        let values: Vec<f32> = (0_u8..17).cycle().map(|k| f32::from(k) - 8.0).take(size).collect();
        Tensor::floats(name, dims, &values)
    };
    let number = |name: &str, value| Tensor::floats(name, &[], &[value]);
    let node = Node::new;
    let pointwise = |input: &str, weights: &str, output: &str| {
        node("Conv", &[input, weights], output)
            .with_ints("kernel_shape", &[1, 1])
            .with_ints("strides", &[1, 1])
    };
    let nodes = vec![
        node("Conv", &["x", "deep"], "a").with_ints("kernel_shape", &[3, 3]).with_ints("pads", &[1, 1, 1, 1]),
        pointwise("a", "up", "b0"),
        node("Add", &["b0", "up bias"], "b1"),
        node("Identity", &["b1"], "b"),
        node("Div", &["b", "sqrt"], "c0"),
        node("Erf", &["c0"], "c1"),
        node("Add", &["c1", "one"], "c2"),
        node("Mul", &["b", "c2"], "c3"),
        node("Mul", &["c3", "half"], "c"),
        pointwise("c", "down", "d"),
        node("Add", &["a", "d"], "e"),
        node("ReduceMean", &["e"], "mean").with_ints("axes", &[2, 3]),
        pointwise("mean", "gate", "f"),
        node("Mul", &["e", "f"], "g"),
        node("Squeeze", &["g"], "h"),
        node("MatMul", &["h", "head"], "i"),
        node("Add", &["i", "head bias"], "y"),
    ];
    let constants = vec![
        weights("deep", &[channels, 3, 3, 3]),
        weights("up", &[wide, channels, 1, 1]),
        weights("up bias", &[1, wide, 1, 1]),
        number("sqrt", SQRT_2),
        number("one", 1.0),
        number("half", 0.5),
        weights("down", &[channels, wide, 1, 1]),
        weights("gate", &[channels, channels, 1, 1]),
        weights("head", &[channels, classes]),
        weights("head bias", &[classes]),
    ];
    let output = vec![Named { name: "y".to_owned(), ..Named::default() }];
    let graph = Graph { node: nodes, initializer: constants, output, ..Graph::default() };
    let metadata_props = vec![b"kept".to_vec()];
    Model { graph: Some(graph), metadata_props, ir_version: 8, ..Model::default() }
}

fn rewrite(model: &Model) -> Option<Model> {
    rewritten(&model.encode_to_vec(), true).map(|bytes| Model::decode(bytes.as_slice()).unwrap())
}

/// `operator: inputs > output`, those of it that are no constants.
fn told(graph: &Graph) -> Vec<String> {
    let constant = |name: &String| graph.initializer.iter().any(|constant| constant.name == *name);
    let inputs = |node: &Node| {
        let names: Vec<_> =
            node.input.iter().filter(|name| !constant(name) && !name.is_empty()).cloned().collect();
        names.join(" ")
    };
    graph.node.iter().map(|node| format!("{}: {} > {}", node.op_type, inputs(node), node.output[0])).collect()
}

#[test]
fn wide_products_are_turned_once_and_written_in_8_bits() {
    let model = rewrite(&network(96)).unwrap();
    let graph = model.graph.as_ref().unwrap();
    assert_eq!(
        told(graph),
        [
            "Conv: x > a",
            "Transpose: a > a/last",
            "DynamicQuantizeMatMul: a/last > b1/last",
            "Gelu: b1/last > c/last",
            "DynamicQuantizeMatMul: c/last > d/last",
            "Transpose: d/last > d",
            "Add: a d > e",
            "ReduceMean: e > mean",
            "Conv: mean > f",
            "Mul: e f > g",
            "Squeeze: g > h",
            "DynamicQuantizeMatMul: h > y",
        ]
    );
    let shape = |name: &str| graph.initializer.iter().find(|constant| constant.name == name).unwrap().shape();
    assert_eq!(shape("b1/8-bit"), Some(vec![96, 192]));
    assert_eq!(shape("b1/scales"), Some(vec![192]));
    assert_eq!(shape("b1/bias"), Some(vec![192]));
    assert_eq!(shape("y/8-bit"), Some(vec![96, 2000]));
    assert!(graph.initializer.iter().all(|constant| constant.name != "up" && constant.name != "sqrt"));
    assert_eq!(model.metadata_props, [b"kept".to_vec()]);
    assert_eq!(model.opset_import.last().unwrap().domain, MICROSOFT);
}

#[test]
fn a_product_keeps_its_sums_within_the_rounding_of_its_weights() {
    let plain = network(96);
    let model = rewrite(&plain).unwrap();
    let graph = model.graph.unwrap();
    let find = |name: &str| graph.initializer.iter().find(|constant| constant.name == name).unwrap();
    let scales = find("y/scales").as_floats().unwrap();
    let head = plain.graph.unwrap().initializer.into_iter().find(|constant| constant.name == "head").unwrap();
    for (index, (byte, weight)) in find("y/8-bit").raw_data.iter().zip(head.as_floats().unwrap()).enumerate()
    {
        let scale = scales[index % 2000];
        let value = f32::from(byte.cast_signed()) * scale;
        assert!((value - weight).abs() <= scale * 0.501, "{weight} became {value}");
    }
}

#[test]
fn narrow_products_and_what_is_no_model_stay_as_they_are() {
    let mut model = network(95);
    assert_eq!(rewrite(&model), None);
    assert_eq!(rewritten(b"no model", true), None);
    assert_eq!(rewritten(&[], true), None);
    assert_eq!(rewritten(&network(96).encode_to_vec(), false), None);
    // A graph within the graph may use any value.
    model = network(96);
    let inner = crate::onnx::Attribute { name: "body".to_owned(), g: Some(vec![]), ..Default::default() };
    model.graph.as_mut().unwrap().node[0].attribute.push(inner.encode_to_vec());
    assert_eq!(rewrite(&model), None);
}

#[test]
fn a_value_that_others_use_too_is_kept_in_the_form_they_need() {
    let mut model = network(96);
    let graph = model.graph.as_mut().unwrap();
    graph.node.push(Node::new("Sigmoid", &["b"], "also"));
    graph.node.push(Node::new("Tanh", &["c2"], "inside"));
    graph.output.push(Named { name: "also".to_owned(), ..Named::default() });
    graph.output.push(Named { name: "d".to_owned(), ..Named::default() });
    let told = told(&rewrite(&model).unwrap().graph.unwrap());
    // GELU is left in parts, since a part of it is used elsewhere; its input is turned back for that.
    for expected in ["Transpose: b1/last > b1", "Erf: c0 > c1", "Sigmoid: b1 > also", "Transpose: d/last > d"]
    {
        assert_eq!(told.iter().filter(|line| *line == expected).count(), 1, "{expected}: {told:?}");
    }
}

#[test]
fn a_bias_of_another_shape_is_no_bias_of_the_product() {
    let mut model = network(96);
    let graph = model.graph.as_mut().unwrap();
    let bias = graph.initializer.iter_mut().find(|constant| constant.name == "up bias").unwrap();
    bias.dims = vec![192, 1, 1, 1];
    let told = told(&rewrite(&model).unwrap().graph.unwrap());
    assert!(told.contains(&"Add: b0 > b1".to_owned()), "{told:?}");
}

#[test]
fn hard_swish_in_parts_is_told_from_what_looks_like_it() {
    let swish = |three, six, clipped: &str| {
        let number = |name: &str, value: f32| Tensor::floats(name, &[], &[value]);
        let value = crate::onnx::Attribute {
            name: "value".to_owned(),
            t: Some(number("", six)),
            ..Default::default()
        };
        let mut constant = Node::new("Constant", &[], "six");
        constant.attribute.push(value.encode_to_vec());
        let nodes = vec![
            constant,
            Node::new("Conv", &["in", "weights"], "x"),
            Node::new("Add", &["x", "three"], "a"),
            Node::new("Clip", &["a", "zero", "six"], "b"),
            Node::new("Mul", &[clipped, "b"], "c"),
            Node::new("Div", &["c", "six"], "y"),
        ];
        let initializer = vec![number("three", three), number("zero", 0.0)];
        let output = vec![Named { name: "y".to_owned(), ..Named::default() }];
        let graph = Graph { node: nodes, initializer, output, ..Graph::default() };
        Model { graph: Some(graph), ir_version: 8, ..Model::default() }
    };
    for eight_bit in [false, true] {
        let bytes = rewritten(&swish(3.0, 6.0, "x").encode_to_vec(), eight_bit).unwrap();
        let graph = Model::decode(bytes.as_slice()).unwrap().graph.unwrap();
        assert_eq!(told(&graph), ["Conv: in weights > x", "HardSigmoid: x > y/gate", "Mul: x y/gate > y"]);
        assert_eq!(graph.node[1].attribute("alpha").unwrap().f, 1.0 / 6.0);
        assert_eq!(graph.node[1].attribute("beta").unwrap().f, 0.5);
    }
    for (three, six, clipped) in [(2.0, 6.0, "x"), (3.0, 1.0, "x"), (3.0, 6.0, "in")] {
        assert_eq!(rewrite(&swish(three, six, clipped)), None);
    }
}
