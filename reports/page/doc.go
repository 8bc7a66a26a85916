// Package page is what documents are drawn with: a canvas over the PDF library, faces that lose no character in
// silence, and a flow that lays sections, labelled values, tables and lists down A4 pages, with their table of
// contents, heads and feet. The same calls give the same bytes. It knows the look of our documents and the formats of
// their language, and refuses to know what any of them says.
package page
