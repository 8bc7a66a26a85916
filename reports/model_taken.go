package reports

// Transcript is the filled cahier that a result was taken from: the tester is whom it names, and nothing but the word
// of
// whoever took it in says so.
type Transcript struct {
	File   string `json:"file"`          // its name
	SHA256 string `json:"sha256"`        // of the file, hex
	By     string `json:"by"`            // who took it in, when the case ended
	Day    string `json:"day,omitempty"` // YYYY-MM-DD, on which it says that the case was played; empty: it does not
}
