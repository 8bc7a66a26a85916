package catalogue

// Summary is what lists say of a case.
type Summary struct {
	ID       string
	Stable   bool
	Name     string
	Path     string
	Feature  string // its name
	Line     int
	Story    string
	Criteria []string
	Journeys []string
	Tags     []string
	Steps    int
	Content  string // hash
}
