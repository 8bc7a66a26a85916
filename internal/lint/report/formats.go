package report

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"recette/internal/syntax"
)

func itoa(n int) string { return strconv.Itoa(n) }

// GitLab writes the findings that count as a report of GitLab code quality: a list whose fingerprints are unique.
func GitLab(w io.Writer, d *Document) error {
	type lines struct {
		Begin int `json:"begin"`
	}
	type location struct {
		Path  string `json:"path"`
		Lines lines  `json:"lines"`
	}
	type issue struct {
		Description string   `json:"description"`
		CheckName   string   `json:"check_name"`
		Fingerprint string   `json:"fingerprint"`
		Severity    string   `json:"severity"`
		Location    location `json:"location"`
	}
	out, seen := []issue{}, map[string]int{}
	for _, it := range d.counted() {
		severity := "info"
		switch it.Severity {
		case syntax.Error:
			severity = "major"
		case syntax.Warning:
			severity = "minor"
		default:
		}
		out = append(out, issue{
			Description: said(&it, " — "), CheckName: it.ID(), Fingerprint: unique(seen, it.Fingerprint),
			Severity: severity,
			Location: location{cmp.Or(it.Path, projectFile), lines{max(it.Line, 1)}},
		})
	}
	return encode(w, out)
}

// Checkstyle writes the findings that count in the XML of Checkstyle, which most build servers read.
func Checkstyle(w io.Writer, d *Document) error {
	type fault struct {
		Line     int    `xml:"line,attr"`
		Column   int    `xml:"column,attr,omitempty"`
		Severity string `xml:"severity,attr"`
		Message  string `xml:"message,attr"`
		Source   string `xml:"source,attr"`
	}
	type file struct {
		Name   string  `xml:"name,attr"`
		Faults []fault `xml:"error"`
	}
	out := struct {
		XMLName xml.Name `xml:"checkstyle"`
		Version string   `xml:"version,attr"`
		Files   []file   `xml:"file"`
	}{Version: "4.3"}
	for _, it := range d.counted() {
		name := cmp.Or(it.Path, projectFile)
		if n := len(out.Files); n == 0 || out.Files[n-1].Name != name {
			out.Files = append(out.Files, file{Name: name})
		}
		last := &out.Files[len(out.Files)-1]
		last.Faults = append(
			last.Faults, fault{max(it.Line, 1), it.Column, string(it.Severity), said(&it, " — "), "recette." + it.ID()},
		)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// GitHub writes the findings that count as commands of a GitHub workflow: annotations beside the lines of a change.
func GitHub(w io.Writer, d *Document) error {
	b := bufio.NewWriter(w)
	for _, it := range d.counted() {
		command := "notice"
		switch it.Severity {
		case syntax.Error:
			command = "error"
		case syntax.Warning:
			command = "warning"
		default:
		}
		fmt.Fprintf(b, "::%s file=%s,line=%d", command, property(cmp.Or(it.Path, projectFile)), max(it.Line, 1))
		if it.Column > 0 {
			fmt.Fprintf(b, ",col=%d", it.Column)
		}
		if it.EndColumn > it.Column {
			fmt.Fprintf(b, ",endColumn=%d", it.EndColumn)
		}
		fmt.Fprintf(b, ",title=%s::%s\n", property("recette "+it.ID()), data(said(&it, "\n→ ")))
	}
	return b.Flush()
}

// said is the message of a finding and its remedy.
func said(it *Item, between string) string {
	if it.Remedy == "" {
		return it.Message
	}
	return it.Message + between + it.Remedy
}

// data escapes what follows the :: of a command, property one of its values.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
