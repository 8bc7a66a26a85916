// Package pdf holds the PDF object layer of the product: the object model, a strict reader that exposes what a
// closed-world verifier needs (each revision with its own cross-reference section, raw spans, decoded streams), a
// deterministic writer, incremental updates, and the finalisation pass that turns a rendered report into a PDF 1.7 /
// PDF/A-3b file with attachments and empty signature fields.
//
// It refuses what the product has no use for: encrypted files, filters other than FlateDecode, repair of broken
// cross-reference tables, and guessing. A reader that guesses shows one document to a viewer and another one to a
// verifier. Clauses quoted in comments are those of ISO 32000-1:2008 unless another standard is named.
package pdf
