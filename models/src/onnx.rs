//! The parts of ONNX's file format that rewriting a graph needs (onnx.proto3 of ONNX 1.19).
//!
//! What is only passed on stays in its encoded form, so that nothing of a model is lost or changed on the way.

use prost::Message;

/// A whole model.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Model {
    #[prost(int64, tag = "1")]
    pub(crate) ir_version: i64,
    #[prost(string, tag = "2")]
    pub(crate) producer_name: String,
    #[prost(string, tag = "3")]
    pub(crate) producer_version: String,
    #[prost(string, tag = "4")]
    pub(crate) domain: String,
    #[prost(int64, tag = "5")]
    pub(crate) model_version: i64,
    #[prost(string, tag = "6")]
    pub(crate) doc_string: String,
    #[prost(message, optional, tag = "7")]
    pub(crate) graph: Option<Graph>,
    #[prost(message, repeated, tag = "8")]
    pub(crate) opset_import: Vec<OperatorSet>,
    #[prost(bytes = "vec", repeated, tag = "14")]
    pub(crate) metadata_props: Vec<Vec<u8>>,
    #[prost(bytes = "vec", repeated, tag = "20")]
    pub(crate) training_info: Vec<Vec<u8>>,
    #[prost(bytes = "vec", repeated, tag = "25")]
    pub(crate) functions: Vec<Vec<u8>>,
}

/// A set of operators that a model uses.
#[derive(Clone, PartialEq, Eq, Message)]
pub(crate) struct OperatorSet {
    #[prost(string, tag = "1")]
    pub(crate) domain: String,
    #[prost(int64, tag = "2")]
    pub(crate) version: i64,
}

/// Nodes in an order in which they can run, and their weights.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Graph {
    #[prost(message, repeated, tag = "1")]
    pub(crate) node: Vec<Node>,
    #[prost(string, tag = "2")]
    pub(crate) name: String,
    #[prost(message, repeated, tag = "5")]
    pub(crate) initializer: Vec<Tensor>,
    #[prost(string, tag = "10")]
    pub(crate) doc_string: String,
    #[prost(bytes = "vec", repeated, tag = "11")]
    pub(crate) input: Vec<Vec<u8>>,
    #[prost(message, repeated, tag = "12")]
    pub(crate) output: Vec<Named>,
    #[prost(bytes = "vec", repeated, tag = "13")]
    pub(crate) value_info: Vec<Vec<u8>>,
    #[prost(bytes = "vec", repeated, tag = "14")]
    pub(crate) quantization_annotation: Vec<Vec<u8>>,
    #[prost(bytes = "vec", repeated, tag = "15")]
    pub(crate) sparse_initializer: Vec<Vec<u8>>,
    #[prost(bytes = "vec", repeated, tag = "16")]
    pub(crate) metadata_props: Vec<Vec<u8>>,
}

/// A value with a name and a type.
#[derive(Clone, PartialEq, Eq, Message)]
pub(crate) struct Named {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
    #[prost(bytes = "vec", optional, tag = "2")]
    pub(crate) kind: Option<Vec<u8>>,
    #[prost(string, tag = "3")]
    pub(crate) doc_string: String,
    #[prost(bytes = "vec", repeated, tag = "4")]
    pub(crate) metadata_props: Vec<Vec<u8>>,
}

/// One operator with the names of what it takes and makes.
#[derive(Clone, PartialEq, Eq, Message)]
pub(crate) struct Node {
    #[prost(string, repeated, tag = "1")]
    pub(crate) input: Vec<String>,
    #[prost(string, repeated, tag = "2")]
    pub(crate) output: Vec<String>,
    #[prost(string, tag = "3")]
    pub(crate) name: String,
    #[prost(string, tag = "4")]
    pub(crate) op_type: String,
    #[prost(bytes = "vec", repeated, tag = "5")]
    pub(crate) attribute: Vec<Vec<u8>>,
    #[prost(string, tag = "6")]
    pub(crate) doc_string: String,
    #[prost(string, tag = "7")]
    pub(crate) domain: String,
    #[prost(string, tag = "8")]
    pub(crate) overload: String,
    #[prost(bytes = "vec", repeated, tag = "9")]
    pub(crate) metadata_props: Vec<Vec<u8>>,
}

/// A parameter of an operator, as far as it is looked at.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Attribute {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
    #[prost(float, tag = "2")]
    pub(crate) f: f32,
    #[prost(int64, tag = "3")]
    pub(crate) i: i64,
    #[prost(message, optional, tag = "5")]
    pub(crate) t: Option<Tensor>,
    /// A graph within the graph, in its encoded form.
    #[prost(bytes = "vec", optional, tag = "6")]
    pub(crate) g: Option<Vec<u8>>,
    #[prost(int64, repeated, tag = "8")]
    pub(crate) ints: Vec<i64>,
    #[prost(bytes = "vec", repeated, tag = "11")]
    pub(crate) graphs: Vec<Vec<u8>>,
    #[prost(int32, tag = "20")]
    pub(crate) kind: i32,
}

/// [`Attribute::kind`] of a number.
const FLOAT_KIND: i32 = 1;
/// [`Attribute::kind`] of a list of integers.
const INTS_KIND: i32 = 7;

/// A constant.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Tensor {
    #[prost(int64, repeated, tag = "1")]
    pub(crate) dims: Vec<i64>,
    #[prost(int32, tag = "2")]
    pub(crate) data_type: i32,
    #[prost(bytes = "vec", optional, tag = "3")]
    pub(crate) segment: Option<Vec<u8>>,
    #[prost(float, repeated, tag = "4")]
    pub(crate) float_data: Vec<f32>,
    #[prost(int32, repeated, tag = "5")]
    pub(crate) int32_data: Vec<i32>,
    #[prost(bytes = "vec", repeated, tag = "6")]
    pub(crate) string_data: Vec<Vec<u8>>,
    #[prost(int64, repeated, tag = "7")]
    pub(crate) int64_data: Vec<i64>,
    #[prost(string, tag = "8")]
    pub(crate) name: String,
    #[prost(bytes = "vec", tag = "9")]
    pub(crate) raw_data: Vec<u8>,
    #[prost(double, repeated, tag = "10")]
    pub(crate) double_data: Vec<f64>,
    #[prost(uint64, repeated, tag = "11")]
    pub(crate) uint64_data: Vec<u64>,
    #[prost(string, tag = "12")]
    pub(crate) doc_string: String,
    #[prost(bytes = "vec", repeated, tag = "13")]
    pub(crate) external_data: Vec<Vec<u8>>,
    #[prost(int32, tag = "14")]
    pub(crate) data_location: i32,
    #[prost(bytes = "vec", repeated, tag = "16")]
    pub(crate) metadata_props: Vec<Vec<u8>>,
}

/// [`Tensor::data_type`] of single-precision floats.
const FLOAT: i32 = 1;
/// [`Tensor::data_type`] of signed bytes.
const INT8: i32 = 3;

impl Tensor {
    /// A constant of floats.
    pub(crate) fn floats(name: &str, dims: &[usize], values: &[f32]) -> Self {
        let raw_data = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self { name: name.to_owned(), dims: signed(dims), data_type: FLOAT, raw_data, ..Self::default() }
    }

    /// A constant of signed bytes.
    pub(crate) fn bytes(name: &str, dims: &[usize], values: &[i8]) -> Self {
        let raw_data = values.iter().map(|&value| value.cast_unsigned()).collect();
        Self { name: name.to_owned(), dims: signed(dims), data_type: INT8, raw_data, ..Self::default() }
    }

    /// The values of a constant of floats that holds as many as its shape says, within this file; nothing for another.
    pub(crate) fn as_floats(&self) -> Option<Vec<f32>> {
        let size = self.shape()?.iter().try_fold(1_usize, |size, &dim| size.checked_mul(dim))?;
        let values = if self.raw_data.is_empty() {
            self.float_data.clone()
        } else {
            let (values, rest) = self.raw_data.as_chunks::<4>();
            if !rest.is_empty() {
                return None;
            }
            values.iter().map(|&value| f32::from_le_bytes(value)).collect()
        };
        (self.data_type == FLOAT && values.len() == size).then_some(values)
    }

    /// The size along each axis.
    pub(crate) fn shape(&self) -> Option<Vec<usize>> {
        self.dims.iter().map(|&dim| usize::try_from(dim).ok()).collect()
    }
}

impl Node {
    /// An operator with one output and no parameters.
    pub(crate) fn new(op_type: &str, input: &[&str], output: &str) -> Self {
        Self {
            op_type: op_type.to_owned(),
            input: input.iter().map(|&name| name.to_owned()).collect(),
            output: vec![output.to_owned()],
            ..Self::default()
        }
    }

    /// The same with a list of integers for a parameter.
    pub(crate) fn with_ints(mut self, name: &str, ints: &[i64]) -> Self {
        let attribute =
            Attribute { name: name.to_owned(), ints: ints.to_vec(), kind: INTS_KIND, ..Attribute::default() };
        self.attribute.push(attribute.encode_to_vec());
        self
    }

    /// The same with a number for a parameter.
    pub(crate) fn with_float(mut self, name: &str, f: f32) -> Self {
        let attribute = Attribute { name: name.to_owned(), f, kind: FLOAT_KIND, ..Attribute::default() };
        self.attribute.push(attribute.encode_to_vec());
        self
    }

    /// The same of another set of operators.
    pub(crate) fn of(mut self, domain: &str) -> Self {
        domain.clone_into(&mut self.domain);
        self
    }

    /// A parameter by name.
    pub(crate) fn attribute(&self, name: &str) -> Option<Attribute> {
        self.attributes().find(|attribute| attribute.name == name)
    }

    /// The parameters that can be decoded.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = Attribute> {
        self.attribute.iter().filter_map(|bytes| Attribute::decode(bytes.as_slice()).ok())
    }
}

fn signed(dims: &[usize]) -> Vec<i64> {
    dims.iter().map(|&dim| i64::try_from(dim).unwrap_or(i64::MAX)).collect()
}
