package host

import (
	"bufio"
	"bytes"
	"io"
	"reflect"
	"regexp"
	"runtime"
	"strconv"
	"strings"

	"github.com/cucumber/godog"
	"github.com/cucumber/godog/formatters"

	"recette/runner/protocol"
)

// definition is one step definition as a first call of the initializer registered it. Later calls make new handlers
// but, it is checked, the same patterns in the same order.
type definition struct {
	expr    *regexp.Regexp
	keyword formatters.Keyword
	nested  bool // its handler returns godog.Steps
	place   string
}

// matches says what godog says of a step and a definition: any definition matches a step of an unknown type.
func (d *definition) matches(s protocol.StepText) bool {
	return keywordMatches(d.keyword, s.Type) && d.expr.MatchString(s.Text)
}

func keywordMatches(k formatters.Keyword, stepType string) bool {
	if k == formatters.None {
		return true
	}
	switch stepType {
	case "context":
		return k == formatters.Given
	case "action":
		return k == formatters.When
	case "outcome":
		return k == formatters.Then
	}
	return true
}

func keywordName(k formatters.Keyword) string {
	switch k {
	case formatters.Given:
		return "given"
	case formatters.When:
		return "when"
	case formatters.Then:
		return "then"
	case formatters.None:
	}
	return ""
}

// harvest calls the initializer inside a godog suite that runs nothing, and returns the definitions that it registered.
// exact is false when they had to be read from godog's printed listing, which does not tell keywords.
func harvest(
	initialize func(*godog.ScenarioContext), open func(*godog.ScenarioContext) (registry, bool),
) (defs []definition, exact bool, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = recovered(v)
		}
	}()
	var listing bytes.Buffer
	godog.TestSuite{
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			initialize(sc)
			var r registry
			if r, exact = open(sc); exact {
				defs = r.definitions()
			}
		},
		Options: &godog.Options{ShowStepDefinitions: true, Format: formatName, Output: &listing, NoColors: true},
	}.Run()
	if !exact {
		defs, err = parseListing(&listing)
	}
	return defs, exact, err
}

func (r registry) definitions() []definition {
	defs := make([]definition, len(*r.steps))
	for i, p := range *r.steps {
		defs[i] = definition{
			expr:    r.field(p, "Expr").Interface().(*regexp.Regexp),
			keyword: formatters.Keyword(r.field(p, "Keyword").Int()),
			nested:  r.field(p, "Nested").Bool(),
			place: place(r.field(p, "HandlerValue").Interface().(reflect.Value),
				r.field(p, "File").String(), int(r.field(p, "Line").Int())),
		}
	}
	return defs
}

// place is where a definition is to be looked for: the handler, or the line that registered it when the handler has no
// place of its own, as a method value.
func place(handler reflect.Value, file string, line int) string {
	if f := runtime.FuncForPC(handler.Pointer()); f != nil {
		if hf, hl := f.FileLine(f.Entry()); hf != "" && !strings.HasPrefix(hf, "<") {
			file, line = hf, hl
		}
	}
	if file == "" {
		return ""
	}
	return file + ":" + strconv.Itoa(line)
}

var ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")

// parseListing reads what Options.ShowStepDefinitions prints: a pattern, blanks, "# file:line -> function".
func parseListing(r io.Reader) ([]definition, error) {
	var defs []definition
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := ansi.ReplaceAllString(lines.Text(), "")
		i := strings.LastIndex(line, " # ")
		if i < 0 {
			continue
		}
		expr, err := regexp.Compile(strings.TrimRight(line[:i], " "))
		if err != nil {
			return nil, around(err, protocol.FaultListing)
		}
		where, _, _ := strings.Cut(strings.TrimSpace(line[i+3:]), " -> ")
		defs = append(defs, definition{expr: expr, keyword: formatters.None, place: where})
	}
	return defs, lines.Err()
}
