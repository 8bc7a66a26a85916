// Package evidence keeps attachments by content address: .recette/evidence/ab/abcdef…, named by the SHA-256 of their
// bytes. An attachment is durable before its address is given, so that a row never names what a power cut took away.
//
// It refuses what a reader of a procès-verbal should not be handed: types outside a short list, images that would
// exhaust memory, files over the size limit. Names that people give are data: cleaned, returned, never used as a path.
// Nothing is deleted: what no row names is reported as an orphan.
package evidence
