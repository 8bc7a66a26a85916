package steps

import (
	"context"
	"regexp"
	"slices"

	"github.com/cucumber/godog"
)

// routeSteps are the projects whose plan asks for more than a decision: relecture, visas, delays of the contract.
func routeSteps(sc *godog.ScenarioContext) {
	opened := []order{{line: "recette campaign open demo --as Paule"}}
	played := slices.Concat(opened, []order{{"recette test demo --as Théo", "f\nf\nc\n"}})
	submitted := slices.Concat(played, []order{
		{line: "recette review accept demo SC-0001 --as Samira"},
		{line: "recette key init --demo --passphrase file:phrase.txt"},
		{line: "recette report pv demo --as Paule --out projet.pdf"},
		{line: "recette visa submit demo {PV} --as Paule"},
	})
	for text, from := range map[string]struct {
		files  func() map[string]string
		orders []order
	}{
		"un projet dont le plan demande un circuit":                         {routedProject, nil},
		"un projet dont la recette suit un circuit":                         {routedProject, opened},
		"un projet dont la recette suit un circuit et attend une relecture": {routedProject, played},
		"un projet dont le PV est au visa":                                  {routedProject, submitted},
		"un projet dont la recette suit le CCAG-TIC":                        {clockedProject, opened},
	} {
		sc.Given(regexp.MustCompile("^"+regexp.QuoteMeta(text)+"$"), func(ctx context.Context) error {
			w := worldOf(ctx)
			if err := w.write(from.files()); err != nil {
				return err
			}
			for _, o := range from.orders {
				if err := w.succeed(ctx, o.line, o.input); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// order is a command line of a project's past, and what was answered to it.
type order struct{ line, input string }
