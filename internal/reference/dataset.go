package reference

import (
	"crypto/sha256"
	"io/fs"
	"path"
	"strings"
	"time"
	"unicode"

	"recette/internal/meant"
	"recette/internal/yamldoc"
)

// DataSet is a named set of test data (jeu de données): data/JDD-….yaml. What the file holds beside its head belongs to
// whoever loads it. Any field but Code and SHA256 may be empty.
type DataSet struct {
	At        Place
	Code      string // "JDD-adhesion"
	Label     string
	Owner     string
	Origin    string // fictif, anonymisé
	CNIL      string // why no person can be known by it
	Antenne   string // whose it is; empty for all of them
	States    []string
	Volumes   []string
	Limits    []string // values at a limit
	Absent    []string // cases of what is not there
	Forbidden []string
	Repeated  []string
	Values    []Value
	Load      Procedure
	Reset     Procedure // how it is put back
	SHA256    string    // hex, of the file
	Bytes     []byte    // of the file as it was read, what SHA256 is of; cut when it is too large to be a document
}

// Procedure is how a data set is loaded or put back: words for people, a command for the machine, or both.
type Procedure struct {
	At      Place
	Text    string
	Command []string      // program and arguments, without a shell; see Tokens
	Timeout time.Duration // 0 is the default of whoever runs it
}

// Given tells whether the file says how.
func (p *Procedure) Given() bool { return strings.TrimSpace(p.Text) != "" || len(p.Command) > 0 }

// Words is how in words: the command when nothing else is said.
func (p *Procedure) Words() string {
	if strings.TrimSpace(p.Text) != "" {
		return p.Text
	}
	return strings.Join(p.Command, " ")
}

// Value is a value that steps and examples may name: one text, or a row of named fields.
type Value struct {
	At     Place
	Name   string
	Text   string  // of one without fields
	Fields []Field // in the order of the file
}

// Field is a named part of a row.
type Field struct{ Name, Text string }

// origins are the words for where data may come from, never from production as they are; the first of each is kept.
func origins() [][]string {
	return [][]string{
		{"fictif", "fictive", "fictitious", "synthetic"},
		{"anonymisé", "anonymisée", "anonymised", "anonymized"},
	}
}

type procedureDoc struct {
	Text    string        `yaml:"text,short"`
	Command []string      `yaml:"command"`
	Timeout time.Duration `yaml:"timeout"`
}

type dataDoc struct {
	Code      string         `yaml:"code"`
	Label     string         `yaml:"label"`
	Owner     string         `yaml:"owner"`
	Origin    string         `yaml:"origin"`
	CNIL      string         `yaml:"cnil"`
	Antenne   string         `yaml:"antenne"`
	States    []string       `yaml:"states"`
	Volumes   []string       `yaml:"volumes"`
	Limits    []string       `yaml:"limits"`
	Absent    []string       `yaml:"absent"`
	Forbidden []string       `yaml:"forbidden"`
	Repeated  []string       `yaml:"repeated"`
	Values    yamldoc.Value  `yaml:"values"`
	Load      procedureDoc   `yaml:"load"`
	Reset     procedureDoc   `yaml:"reset"`
	Body      []yamldoc.Pair `yaml:"-,open"`
}

func (l *loader) dataSet(c content, ok bool) {
	own := c.id()
	if strings.Contains(own, ".") { // "JDD-a.b.c" would be the field c of the row b of JDD-a
		l.add(Place{Path: c.path}, badDataCode, "", own)
	}
	if !ok {
		l.set.DataSets = append(l.set.DataSets, DataSet{
			At: Place{c.path, 1, 1}, Code: own, SHA256: c.sum, Bytes: c.data,
		})
		return
	}
	var in dataDoc
	doc, ok := l.decode(c, &in)
	if ok && in.Code != "" && in.Code != own {
		doc.Report("code", nameMismatch, "", in.Code, own+".yaml")
	}
	r := dataReader{doc: doc, file: c.path}
	// Freezing hashes the bytes of the file by its name: that is what a tag finds, whatever the file says.
	set := DataSet{
		At: placeOf(doc, c.path, "code"), Code: own, Label: in.Label, Owner: in.Owner,
		Origin: oneOf(doc, "origin", in.Origin, badOrigin, origins()), CNIL: in.CNIL, Antenne: in.Antenne,
		States: in.States, Volumes: in.Volumes, Limits: in.Limits, Absent: in.Absent, Forbidden: in.Forbidden,
		Repeated: in.Repeated, Values: r.values(in.Values), Load: r.procedure("load", in.Load),
		Reset: r.procedure("reset", in.Reset), SHA256: c.sum, Bytes: c.data,
	}
	r.misspelt(in.Body)
	if ok {
		l.problems = append(l.problems, r.extra...)
		l.take(doc)
	}
	l.set.DataSets = append(l.set.DataSets, set)
}

// DataSums gives the SHA-256, hex, of the file of each data set as it is now, by code. None of them is parsed.
func DataSums(fsys fs.FS) map[string]string {
	l := &loader{fsys: fsys, set: &Set{Kept: map[Kind]bool{}}, digest: sha256.New()}
	sums := map[string]string{}
	for _, s := range Sources() {
		if s.Kind == DataSets {
			l.folder(s, func(c content, _ bool) { sums[c.id()] = c.sum })
		}
	}
	return sums
}

// DataCode gives the code of the data set that a file is, or was meant to be; false for a file that is none.
func DataCode(file string) (code string, ok bool) {
	if path.Dir(file) != dataDir {
		return "", false
	}
	c := content{path: file}
	return c.id(), true
}

// dataReader reads the head of a data set.
type dataReader struct {
	doc   *yamldoc.Doc
	file  string
	extra []yamldoc.Problem // at places that the document does not know
}

func (r *dataReader) add(line, column int, code yamldoc.Code, suggest string, args ...string) {
	r.extra = append(r.extra, yamldoc.Problem{
		File: r.file, Line: max(line, 1), Column: max(column, 1), Code: code, Args: args, Suggest: suggest,
	})
}

// misspelt reports the keys of the body that are nearly one of the head which the file does not give.
func (r *dataReader) misspelt(body []yamldoc.Pair) {
	var wanted []string
	for _, key := range []string{
		"code", "label", "owner", "origin", "cnil", "antenne", "states", "volumes", "limits", "absent", "forbidden",
		"repeated", "values", "load", "reset",
	} {
		if !r.doc.Has(key) {
			wanted = append(wanted, key)
		}
	}
	for _, p := range body {
		if near := meant.Nearest(p.Key, wanted); near != "" {
			r.add(p.Line, p.Column, yamldoc.UnknownKey, near, p.Key)
		}
	}
}

func (r *dataReader) procedure(at string, in procedureDoc) Procedure {
	out := Procedure{
		At: placeOf(r.doc, r.file, at), Text: in.Text, Command: in.Command, Timeout: in.Timeout,
	}
	timed := r.doc.Has(at + ".timeout")
	switch {
	case in.Command != nil && strings.TrimSpace(strings.Join(in.Command[:min(1, len(in.Command))], "")) == "":
		r.doc.Report(at+".command", yamldoc.Missing, "", "command")
	case timed && len(in.Command) == 0:
		r.doc.Report(at, yamldoc.Missing, "", "command")
	case timed && in.Timeout == 0:
		r.doc.Report(at+".timeout", badTimeout, "")
	}
	return out
}

// values reads the values that steps may name.
func (r *dataReader) values(in yamldoc.Value) []Value {
	switch in.Kind {
	case yamldoc.Mapping, yamldoc.Absent:
	default:
		r.doc.Report("values", yamldoc.WantMapping, "")
	}
	var out []Value
	for _, p := range in.Pairs {
		v := Value{At: Place{r.file, p.Line, p.Column}, Name: p.Key}
		r.name(p)
		switch p.Value.Kind {
		case yamldoc.List:
			r.doc.Report("values."+p.Key, yamldoc.WantMapping, "")
		case yamldoc.Mapping:
			for _, f := range p.Value.Pairs {
				r.name(f)
				v.Fields = append(v.Fields, Field{f.Key, r.text("values."+p.Key+"."+f.Key, f)})
			}
			if len(v.Fields) == 0 {
				r.add(p.Line, p.Column, noValue, "", p.Key)
			}
		case yamldoc.Absent:
			r.add(p.Line, p.Column, noValue, "", p.Key)
		default:
			v.Text = r.text("values."+p.Key, p)
		}
		out = append(out, v)
	}
	return out
}

func (r *dataReader) name(p yamldoc.Pair) {
	if !valueName(p.Key) {
		r.add(p.Line, p.Column, badValueName, "", p.Key)
	}
}

// valueName accepts what can stand between the dots of "JDD-adhesion.adherent.siret".
func valueName(s string) bool {
	return s != "" && len(s) <= 60 && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-' && r != '_'
	})
}

// text gives a value that a step can hold: one line, that brings no placeholder of its own.
func (r *dataReader) text(path string, p yamldoc.Pair) string {
	switch p.Value.Kind {
	case yamldoc.List, yamldoc.Mapping:
		r.doc.Report(path, yamldoc.WantText, "")
		return ""
	default:
	}
	text := strings.TrimSpace(p.Value.Text)
	if strings.ContainsFunc(text, unicode.IsControl) || strings.ContainsAny(text, "<>") {
		r.add(p.Value.Line, p.Value.Column, badValue, "", p.Key)
	}
	return text
}
