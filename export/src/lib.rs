//! Markdown, HTML, text and annotated pictures of a document.
