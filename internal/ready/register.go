package ready

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"recette/internal/catalogue"
	"recette/internal/meant"
	"recette/internal/yamldoc"
)

// FileName is the register of attested statements, at the root of the project.
const FileName = "dor.yaml"

// The statements that any team knows. A register that names no check asks for them.
const (
	Estimated          = "estimated"           // by the team
	mockupValidated    = "mockup_validated"    // or there is nothing to see
	dependenciesLifted = "dependencies_lifted" // or there are none
)

// Register is dor.yaml: what people are asked to attest of each story, and what they attested.
type Register struct {
	Checks     []Ask       `yaml:"checks"`
	Statements []Statement `yaml:"statements"`
}

// Ask is a statement that stories need.
type Ask struct {
	ID    string `yaml:"id,short"`
	Label string `yaml:"label"` // of a check of the project; those that we know have their own words
	// tag expression: the stories that need it, by the tags of their feature; all when empty
	Tags string `yaml:"tags"`

	wanted catalogue.Expression
}

// wants tells whether a story needs the statement.
func (a *Ask) wants(tags []string) bool { return a.Tags == "" || a.wanted.Matches(tags) }

// Statement is what a person attested of a story. Of several about one thing, the last in the file counts: the others
// are its history.
type Statement struct {
	Story string `yaml:"story" json:"story"`
	Check string `yaml:"check" json:"check"`
	By    string `yaml:"by" json:"by"`
	On    string `yaml:"on" json:"on"` // ISO 8601
	Note  string `yaml:"note" json:"note,omitempty"`
	// digest of the story as it was then, "dor/1:" and 16 hex digits; may be empty
	Content string `yaml:"content" json:"content,omitempty"`
}

// What can be wrong with the values of a register, beside the codes of yamldoc.
const (
	unknownStory   yamldoc.Code = "dor_story"   // args: the story
	unknownCheck   yamldoc.Code = "dor_check"   // args: the check, those asked for
	badDate        yamldoc.Code = "bad_date"    // args: the date
	futureDate     yamldoc.Code = "dor_future"  // args: the date, today
	badContent     yamldoc.Code = "dor_content" // args: the digest
	badTags        yamldoc.Code = "dor_tags"    // args: the expression
	badCheck       yamldoc.Code = "dor_id"      // args: the id
	noLabel        yamldoc.Code = "dor_label"   // args: the id
	duplicateCheck yamldoc.Code = "dor_twice"   // args: the id
)

// known lists the checks that have words of their own.
func known() []string { return []string{Estimated, mockupValidated, dependenciesLifted} }

// RegisterError is a register that cannot be read. Err is a *yamldoc.Error with everything that is wrong.
type RegisterError struct{ Err error }

func (e *RegisterError) Error() string { return fmt.Sprintf("read %s: %v", FileName, e.Err) }

// Unwrap gives the cause.
func (e *RegisterError) Unwrap() error { return e.Err }

// ReadRegister reads a register of statements on the stories of the input. today is an ISO 8601 date: nobody attests
// tomorrow. It returns a *RegisterError.
func (in *Input) ReadRegister(data []byte, today string) (*Register, error) {
	r, err := readRegister(FileName, data, in.storyIDs(), today)
	if err != nil {
		return nil, &RegisterError{Err: err}
	}
	return r, nil
}

// storyIDs lists the stories that features tell or that the backlog declares.
func (in *Input) storyIDs() []string {
	var ids []string
	for i := range in.Features {
		ids = append(ids, in.Features[i].Stories...)
	}
	if in.Reference != nil {
		for i := range in.Reference.Stories {
			ids = append(ids, in.Reference.Stories[i].ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// readRegister reads a register. stories are those of the project. It returns a *yamldoc.Error.
func readRegister(file string, data []byte, stories []string, today string) (*Register, error) {
	var r Register
	doc := yamldoc.Decode(file, data, &r)
	if err := doc.Err(); err != nil {
		return nil, err
	}
	r.checks(doc)
	known := meant.NewWords(stories)
	for i := range r.Statements {
		r.statement(doc, fmt.Sprintf("statements[%d]", i), &r.Statements[i], stories, known, today)
	}
	if err := doc.Err(); err != nil {
		return nil, err
	}
	return &r, nil
}

// checks reads what is asked for.
func (r *Register) checks(doc *yamldoc.Doc) {
	if !doc.Has("checks") {
		for _, id := range known() {
			r.Checks = append(r.Checks, Ask{ID: id})
		}
		return
	}
	seen := map[string]bool{}
	for i := range r.Checks {
		c := &r.Checks[i]
		at := fmt.Sprintf("checks[%d]", i)
		switch {
		case c.ID == "":
			doc.Report(at, yamldoc.Missing, "", "id")
		case !validCheck(c.ID):
			doc.Report(at, badCheck, "", c.ID)
		case seen[c.ID]:
			doc.Report(at, duplicateCheck, "", c.ID)
		case c.Label == "" && !slices.Contains(known(), c.ID):
			doc.Report(at, noLabel, meant.Nearest(c.ID, known()), c.ID)
		}
		seen[c.ID] = true
		var err error
		if c.wanted, err = catalogue.ParseExpression(c.Tags); err != nil {
			doc.Report(at+".tags", badTags, "", c.Tags)
		}
	}
}

// validCheck tells whether an id is lower case letters, digits, hyphens and underscores, a letter first.
func validCheck(id string) bool {
	for i := range len(id) {
		switch c := id[i]; {
		case c >= 'a' && c <= 'z':
		case i > 0 && (c >= '0' && c <= '9' || c == '-' || c == '_'):
		default:
			return false
		}
	}
	return id != ""
}

// statement judges one statement.
func (r *Register) statement(
	doc *yamldoc.Doc, at string, s *Statement, stories []string, known *meant.Words, today string,
) {
	s.Story = strings.TrimPrefix(s.Story, "@")
	for _, f := range [][2]string{
		{"story", s.Story}, {"check", s.Check}, {"by", strings.TrimSpace(s.By)}, {"on", s.On},
	} {
		if f[1] == "" {
			doc.Report(at+"."+f[0], yamldoc.Missing, "", f[0])
		}
	}
	if s.Story != "" && !slices.Contains(stories, s.Story) {
		doc.Report(at+".story", unknownStory, known.Nearest(s.Story), s.Story)
	}
	if ids := r.ids(); s.Check != "" && !slices.Contains(ids, s.Check) {
		doc.Report(at+".check", unknownCheck, meant.Nearest(s.Check, ids), s.Check, strings.Join(ids, ", "))
	}
	if s.On != "" {
		if _, err := time.Parse(time.DateOnly, s.On); err != nil {
			doc.Report(at+".on", badDate, "", s.On)
		} else if s.On > today {
			doc.Report(at+".on", futureDate, "", s.On, today)
		}
	}
	if s.Content != "" && !validDigest(s.Content) {
		doc.Report(at+".content", badContent, "", s.Content)
	}
}

func validDigest(s string) bool {
	hex, ok := strings.CutPrefix(s, digestAlgorithm+":")
	return ok && len(hex) == digestLength && strings.Trim(hex, "0123456789abcdef") == ""
}

// ids lists the checks that are asked for.
func (r *Register) ids() []string {
	out := make([]string, len(r.Checks))
	for i := range r.Checks {
		out[i] = r.Checks[i].ID
	}
	return out
}

// last gives the statement that counts, nil when nobody attested it.
func (r *Register) last(story, check string) *Statement {
	for i := len(r.Statements) - 1; i >= 0; i-- {
		if s := &r.Statements[i]; s.Story == story && s.Check == check {
			return s
		}
	}
	return nil
}
