package syntax

// Span is a stretch of a file as it stands, in bytes from its first one, the byte order mark included. End is excluded.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Edit replaces a stretch of a file. Edits of one list do not overlap.
type Edit struct {
	Span
	New string `json:"new"`
}
