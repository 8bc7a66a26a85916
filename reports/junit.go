package reports

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/reports/page"
)

// JUnit writes the PV as JUnit XML, for the tools that read nothing else: a suite a journey, a test case a case. A case
// that several journeys hold stands in the suite of each, as it counts in the figures of each: its suites name it under
// "shared", and the totals of the file are the sums of the suites. In every suite tests is the number of cases in scope
// and failures that of the failed ones; what automation could not judge is an error; blocked, not run and not
// applicable are skipped, with their reason, and so is a conform result that is stale: a reader of JUnit must not take
// it for green. Outcomes are written with the words of the model, which are no language's. The same PV gives the same
// bytes.
func JUnit(w io.Writer, pv PV) error {
	if err := pv.Validate(); err != nil {
		return err
	}
	out := junitSuites{Name: xmlText(pv.Number), Time: seconds(0)}
	for _, code := range suiteCodes(&pv) {
		out.add(suite(&pv, code))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write JUnit: %w", err)
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("write JUnit: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("write JUnit: %w", err)
	}
	return nil
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
	micros   int64
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Timestamp  string          `xml:"timestamp,attr,omitempty"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
	micros     int64
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Class   string       `xml:"classname,attr"`
	Name    string       `xml:"name,attr"`
	File    string       `xml:"file,attr,omitempty"`
	Line    int          `xml:"line,attr,omitempty"`
	Time    string       `xml:"time,attr"`
	Failure *junitResult `xml:"failure"`
	Error   *junitResult `xml:"error"`
	Skipped *junitResult `xml:"skipped"`
	Output  string       `xml:"system-out,omitempty"`
}

type junitResult struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

func (s *junitSuites) add(t junitSuite) {
	s.Suites = append(s.Suites, t)
	s.Tests += t.Tests
	s.Failures += t.Failures
	s.Errors += t.Errors
	s.Skipped += t.Skipped
	s.micros += t.micros
	s.Time = seconds(s.micros)
}

// suiteCodes gives the journeys that get a suite, empty for the cases of none: those of the PV that hold a case, in its
// order, then those that only cases name.
func suiteCodes(pv *PV) []string {
	held := map[string]bool{}
	var named []string
	for i := range pv.Cases {
		for _, code := range pv.Cases[i].journeys() {
			if !held[code] {
				held[code] = true
				named = append(named, code)
			}
		}
	}
	var codes []string
	for i := range pv.Journeys {
		if code := pv.Journeys[i].Code; held[code] {
			codes = append(codes, code)
			delete(held, code)
		}
	}
	for _, code := range named {
		if held[code] {
			codes = append(codes, code)
		}
	}
	return codes
}

// journeys gives every journey that counts the case: the one it is printed under when the PV names no other.
func (c *Case) journeys() []string {
	if len(c.Journeys) > 0 {
		return c.Journeys
	}
	return []string{c.Journey}
}

func suite(pv *PV, code string) junitSuite {
	s := junitSuite{Name: xmlText(code), Properties: []junitProperty{
		{"pv", xmlText(pv.Number)},
		{"campaign", xmlText(pv.Reference.Campaign)},
		{"manifest", xmlText(pv.Reference.Manifest)},
		{"version", xmlText(pv.Release.Version)},
		{"build", xmlText(pv.Release.Build)},
		{"environment", xmlText(pv.Environment.Name)},
	}}
	if s.Name == "" {
		s.Name = "-"
	}
	var first *time.Time
	var shared []string
	for i := range pv.Cases {
		c := &pv.Cases[i]
		held := c.journeys()
		if !slices.Contains(held, code) {
			continue
		}
		if len(held) > 1 {
			shared = append(shared, c.ID)
		}
		micros := c.stepMicros()
		jc := junitCase{
			Class: xmlText(c.Feature), Name: xmlText(flat(page.Sentence(" ", c.ID, c.Name, c.Row))),
			File: xmlText(c.Path),
			Line: c.Line, Time: seconds(micros), Output: xmlText(c.log()),
		}
		switch kind, r := c.junit(); kind {
		case "failure":
			jc.Failure = r
			s.Failures++
		case "error":
			jc.Error = r
			s.Errors++
		case "skipped":
			jc.Skipped = r
			s.Skipped++
		}
		s.Cases = append(s.Cases, jc)
		s.Tests++
		s.micros += micros
		if c.StartedAt != nil && (first == nil || c.StartedAt.Before(*first)) {
			first = c.StartedAt
		}
	}
	if len(shared) > 0 {
		s.Properties = append(s.Properties, junitProperty{"shared", xmlText(strings.Join(shared, ", "))})
	}
	s.Time = seconds(s.micros)
	if first != nil {
		s.Timestamp = first.UTC().Format("2006-01-02T15:04:05Z")
	}
	return s
}

// junit says how a case reads in JUnit. A non-conformity is a failure, whatever automation said of another step of the
// case; an unknown verdict is an error, never green.
func (c *Case) junit() (kind string, r *junitResult) {
	message := c.words()
	technical := c.Outcome != "" && c.Outcome != "passed" && c.Outcome != "failed" && c.Outcome != "skipped"
	switch {
	case c.Verdict == "failed":
		kind := "failed"
		if technical {
			kind = c.Outcome
		}
		return "failure", &junitResult{
			Type: kind, Message: or(message, "failed"), Text: xmlText(page.Sentence(", ", c.Anomalies...)),
		}
	case technical:
		return "error", &junitResult{Type: c.Outcome, Message: or(message, c.Outcome)}
	}
	switch c.Verdict {
	case "passed", "passed_with_remark":
		if c.Freshness != "fresh" {
			return "skipped", &junitResult{Message: or(c.Freshness, "stale")}
		}
		return "", nil
	case "blocked", "not_run", "not_applicable":
		return "skipped", &junitResult{Message: page.Sentence(": ", c.Verdict, message)}
	}
	return "error", &junitResult{Type: "verdict", Message: "unknown verdict " + strconv.Quote(c.Verdict)}
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// words gathers what people wrote of a case that is not conform.
func (c *Case) words() string {
	var parts []string
	add := func(part string) {
		// The reason of the case quotes the step that gives it: nothing is said twice.
		if !slices.ContainsFunc(parts, func(said string) bool { return strings.Contains(said, part) }) {
			parts = append(parts, part)
		}
	}
	add(c.Reason)
	add(c.Message)
	for i := range c.Steps {
		s := &c.Steps[i]
		if s.Verdict == c.Verdict {
			add(s.Observed)
			add(page.Sentence(" - ", s.Cause, s.Reason))
		}
	}
	return xmlText(page.Sentence("; ", parts...))
}

// log lists the steps with their verdicts.
func (c *Case) log() string {
	var b strings.Builder
	for i := range c.Steps {
		s := &c.Steps[i]
		fmt.Fprintf(&b, "%-18s %s%s\n", s.Verdict, keyword(s.Keyword), flat(s.Text))
	}
	return b.String()
}

// stepMicros is how long the steps of a case took together, in microseconds.
func (c *Case) stepMicros() int64 {
	var sum int64
	for i := range c.Steps {
		sum += c.Steps[i].Micros
	}
	return sum
}

// flat shows the line ends of a text that stands on a line: a step must not write the verdict of another.
func flat(s string) string {
	if !strings.ContainsAny(s, "\r\n\u0085\u2028\u2029") {
		return s
	}
	return strings.NewReplacer(
		"\r\n", "⏎", "\n", "⏎", "\r", "⏎", "\u0085", "⏎", "\u2028", "⏎", "\u2029", "⏎",
	).Replace(s)
}

// xmlText shows what XML 1.0 cannot hold, instead of the mark of replacement that encoding/xml puts.
func xmlText(s string) string {
	var b strings.Builder
	for i, r := range s {
		if r == '\t' || r == '\n' || r == '\r' ||
			r >= 0x20 && r != 0xFFFE && r != 0xFFFF && (r != 0xFFFD || strings.HasPrefix(s[i:], "\uFFFD")) {
			b.WriteRune(r)
			continue
		}
		if r == 0xFFFD {
			fmt.Fprintf(&b, "[0x%02X]", s[i])
			continue
		}
		fmt.Fprintf(&b, "[U+%04X]", r)
	}
	return b.String()
}

func seconds(us int64) string {
	return fmt.Sprintf("%d.%06d", us/1_000_000, us%1_000_000)
}
