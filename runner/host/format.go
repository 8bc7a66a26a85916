package host

import (
	"io"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"
)

// formatName is the name of the silent format in godog's registry.
const formatName = "recette-silent"

// registerFormat adds the silent format to godog's registry, once: the registry is a list of the whole process that is
// never purged.
func registerFormat() {
	if godog.FindFmt(formatName) == nil {
		godog.Format(formatName, "no output", func(string, io.Writer) godog.Formatter { return silent{} })
	}
}

// silent is a formatter that prints nothing. godog insists on one.
type silent struct{}

var _ godog.Formatter = silent{}

// The methods of godog.Formatter, all empty.

func (silent) TestRunStarted()                                                                {}
func (silent) Feature(*messages.GherkinDocument, string, []byte)                              {}
func (silent) Pickle(*messages.Pickle)                                                        {}
func (silent) Defined(*messages.Pickle, *messages.PickleStep, *godog.StepDefinition)          {}
func (silent) Failed(*messages.Pickle, *messages.PickleStep, *godog.StepDefinition, error)    {}
func (silent) Passed(*messages.Pickle, *messages.PickleStep, *godog.StepDefinition)           {}
func (silent) Skipped(*messages.Pickle, *messages.PickleStep, *godog.StepDefinition)          {}
func (silent) Undefined(*messages.Pickle, *messages.PickleStep, *godog.StepDefinition)        {}
func (silent) Pending(*messages.Pickle, *messages.PickleStep, *godog.StepDefinition)          {}
func (silent) Ambiguous(*messages.Pickle, *messages.PickleStep, *godog.StepDefinition, error) {}
func (silent) Summary()                                                                       {}
