// Package steps automates the acceptance criteria of the CRM with plain godog:
// each sentence of the features that a machine can check is a definition here,
// the others are left to a person. The package drives the CRM over HTTP and
// knows nothing of the tool that runs it.
//
// The address of the environment comes in the variable RECETTE_ENV_URL: recette
// gives the worker the address of the campaign's environment (or the one of
// recette.yaml); for a plain `go test ./steps`, set it yourself.
//
// Every scenario loads its data set into a sandbox of its own, so scenarios may
// run in parallel and in any order. State lives in the context, never in
// package variables.
package steps

import (
	"context"
	"errors"
	"net/http"
	"os"
	"time"

	"github.com/cucumber/godog"
)

// EnvURL is the variable that holds the address of the CRM under test.
const EnvURL = "RECETTE_ENV_URL"

var errNoEnvironment = errors.New(
	"l'adresse de l'environnement est inconnue : donnez-la dans la variable " + EnvURL +
		", par exemple http://127.0.0.1:8181",
)

// InitializeScenario registers every definition; godog calls it once a scenario.
func InitializeScenario(sc *godog.ScenarioContext) {
	sc.Before(func(ctx context.Context, s *godog.Scenario) (context.Context, error) {
		base := os.Getenv(EnvURL)
		if base == "" {
			return ctx, errNoEnvironment
		}
		mixed := false
		for _, t := range s.Tags {
			mixed = mixed || t.Name == "@mixte"
		}
		return context.WithValue(ctx, worldKey{}, &world{
			base:   base,
			client: &http.Client{Timeout: 10 * time.Second},
			mixed:  mixed,
		}), nil
	})
	registerSetting(sc)
	registerMembership(sc)
	registerFees(sc)
	registerAccess(sc)
	registerNews(sc)
}
