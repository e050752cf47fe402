use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, ErrorKind};

/// Names a line: `p3-l12` is the 12th line, in reading order, of page 3. Both count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineId {
    /// Page number, from 1.
    pub page: u32,
    /// Line number on the page, from 1.
    pub line: u32,
}

/// Names a word: `p3-l12-w2` is the second word of line `p3-l12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId {
    /// The line it stands in.
    pub line: LineId,
    /// Word number in the line, from 1.
    pub word: u32,
}

/// Names a region: `p3-r4` is the fourth region, in reading order, of page 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionId {
    /// Page number, from 1.
    pub page: u32,
    /// Region number on the page, from 1.
    pub region: u32,
}

/// Names a table of the document: `t1`, from 1 in reading order. A table may go on over several pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub u32);

/// Reads `text` as numbers behind the given prefixes, all joined by `-`.
fn parse<const N: usize>(text: &str, prefixes: [&str; N], form: &str) -> Result<[u32; N], Error> {
    let bad = || Error::new(ErrorKind::Id, format!("identifier is {text:?}, expected the form {form}"));
    let mut parts = text.split('-');
    let mut numbers = [0; N];
    for (number, prefix) in numbers.iter_mut().zip(prefixes) {
        let digits = parts.next().and_then(|part| part.strip_prefix(prefix)).ok_or_else(bad)?;
        if digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad());
        }
        *number = digits.parse().map_err(|_| bad())?;
    }
    if parts.next().is_some() { Err(bad()) } else { Ok(numbers) }
}

impl fmt::Display for LineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{}-l{}", self.page, self.line)
    }
}

impl fmt::Display for WordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-w{}", self.line, self.word)
    }
}

impl fmt::Display for RegionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{}-r{}", self.page, self.region)
    }
}

impl fmt::Display for TableId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "t{}", self.0)
    }
}

impl FromStr for LineId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let [page, line] = parse(text, ["p", "l"], "p3-l12")?;
        Ok(Self { page, line })
    }
}

impl FromStr for WordId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let [page, line, word] = parse(text, ["p", "l", "w"], "p3-l12-w2")?;
        Ok(Self { line: LineId { page, line }, word })
    }
}

impl FromStr for RegionId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let [page, region] = parse(text, ["p", "r"], "p3-r4")?;
        Ok(Self { page, region })
    }
}

impl FromStr for TableId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text, ["t"], "t1").map(|[number]| Self(number))
    }
}

macro_rules! as_json_string {
    ($type:ident, $pattern:literal) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}

as_json_string!(LineId, "^p[1-9][0-9]*-l[1-9][0-9]*$");
as_json_string!(WordId, "^p[1-9][0-9]*-l[1-9][0-9]*-w[1-9][0-9]*$");
as_json_string!(RegionId, "^p[1-9][0-9]*-r[1-9][0-9]*$");
as_json_string!(TableId, "^t[1-9][0-9]*$");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_read_back() {
        for text in ["p1-l1-w1", "p30-l12-w200"] {
            assert_eq!(text.parse::<WordId>().unwrap().to_string(), text);
        }
        assert_eq!("t7".parse::<TableId>().unwrap(), TableId(7));
        assert_eq!("p2-r9".parse::<RegionId>().unwrap(), RegionId { page: 2, region: 9 });
    }

    #[test]
    fn other_forms_are_refused() {
        for text in ["", "p1", "p1-l", "p1-l0", "p01-l1", "p1-l+1", "p1-l1-w1", "l1-p1", "p1-l99999999999"] {
            let error = text.parse::<LineId>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Id, "{text}");
            assert!(error.to_string().contains("expected the form p3-l12"), "{error}");
        }
    }
}
