package journal

import "time"

// PVScan is the scan of a printed PV that somebody signed by hand, as whoever attached it says: no cryptography holds
// it, and nothing of it signs the PV.
type PVScan struct {
	Number  string       `json:"number"` // of the PV
	Journey string       `json:"journey,omitempty"`
	SHA256  string       `json:"sha256"`         // of the file that was printed
	Role    string       `json:"role"`           // of the box that is signed
	Signer  string       `json:"signer"`         // commitment: the name of who signed
	Day     string       `json:"day"`            // on which they did, YYYY-MM-DD
	File    *EvidenceRef `json:"file,omitempty"` // the scan
}

func (s *PVScan) of(k Kind) bool {
	_, err := time.Parse(time.DateOnly, s.Day)
	return k == KindPVScan && s.Number != "" && IsDigest(s.SHA256) && s.Role != "" && err == nil &&
		s.File != nil && IsDigest(s.File.SHA256) && s.File.Size > 0
}

func (s *PVScan) held() []Held {
	all := []Held{{"signer", s.Signer, true}}
	if s.File != nil {
		all = append(all, Held{"file_name", s.File.Name, true})
	}
	return all
}
