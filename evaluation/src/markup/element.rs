/// An element of HTML or XML.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Element {
    /// Its name; small letters in HTML, as written in XML.
    pub name: String,
    /// Names and values, as the name above.
    pub attributes: Vec<(String, String)>,
    /// What it holds, in order.
    pub children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Another element.
    Element(Element),
    /// Text, entities decoded.
    Text(String),
}

impl Element {
    /// An empty element.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// An element that holds text alone.
    pub fn with_text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { children: vec![Node::Text(text.into())], ..Self::new(name) }
    }

    /// The same with another attribute.
    #[must_use]
    pub fn with_attribute(mut self, name: &str, value: impl ToString) -> Self {
        self.attributes.push((name.to_owned(), value.to_string()));
        self
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The elements it holds, itself and their contents left out.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of that name that it holds.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// Every element of that name below it, outermost only, in order.
    pub fn outermost<'a>(&'a self, name: &str) -> Vec<&'a Self> {
        let mut found = Vec::new();
        for element in self.elements() {
            if element.name == name {
                found.push(element);
            } else {
                found.extend(element.outermost(name));
            }
        }
        found
    }

    /// How many elements stand below it, at any depth.
    pub fn descendants(&self) -> usize {
        self.elements().map(|element| 1 + element.descendants()).sum()
    }

    /// All text below it, as it stands.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.collect_text(&mut text);
        text
    }

    fn collect_text(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.collect_text(out),
            }
        }
    }
}
