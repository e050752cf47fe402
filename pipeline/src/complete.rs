use document::Document;

/// What can only be said once all pages are read: tables that go on over pages are joined, captions and notes attached,
/// columns and form fields named.
///
/// A pure function; [`crate::Engine::read`] has called it. A program that puts a document together from pages that it
/// read one at a time calls it on the whole. Calling it again changes nothing.
pub fn complete(document: Document) -> Document {
    tables::explain(tables::join(document))
}
