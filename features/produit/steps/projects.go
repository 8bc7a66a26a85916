package steps

import "strings"

// The projects that scenarios start from, as small as a project can be.

const config = "name: essai\nlanguage: fr\nfeatures: [features]\n"

func emptyProject() map[string]string {
	return map[string]string{"recette.yaml": config, "features/.keep": ""}
}

const automatedFeature = `# language: fr
@US-1
Fonctionnalité: Automatique

  @SC-0001
  Scénario: Compter
    Soit un compteur
    Quand j'ajoute 1
    Alors il vaut 1
`

const imports = `package steps

import (
	"context"
	"fmt"
	"time"

	"github.com/cucumber/godog"
)

var _, _ = time.Second, fmt.Sprint

type key struct{}
`

const passingSteps = imports + `
func InitializeScenario(sc *godog.ScenarioContext) {
	sc.Given("^un compteur$", func(ctx context.Context) context.Context {
		return context.WithValue(ctx, key{}, new(int))
	})
	sc.When("^j'ajoute (\\d+)$", func(ctx context.Context, n int) { *ctx.Value(key{}).(*int) += n })
	sc.Then("^il vaut (\\d+)$", func(ctx context.Context, want int) error {
		if got := *ctx.Value(key{}).(*int); got != want {
			return fmt.Errorf("counter is %d, want %d", got, want)
		}
		return nil
	})
}
`

const undefinedSteps = imports + `
func InitializeScenario(sc *godog.ScenarioContext) {
	sc.Given("^un compteur$", func(ctx context.Context) {})
}
`

const ambiguousSteps = imports + `
func InitializeScenario(sc *godog.ScenarioContext) {
	sc.Given("^un compteur$", func(ctx context.Context) {})
	sc.When("^j'ajoute (\\d+)$", func(ctx context.Context, n int) {})
	sc.When("^j'ajoute 1$", func(ctx context.Context) {})
	sc.Then("^il vaut (\\d+)$", func(ctx context.Context, n int) {})
}
`

const hangingSteps = imports + `
func InitializeScenario(sc *godog.ScenarioContext) {
	sc.Given("^un compteur$", func(ctx context.Context) {})
	sc.When("^j'ajoute (\\d+)$", func(ctx context.Context, n int) {})
	sc.When("^j'attends sans fin$", func() { time.Sleep(time.Hour) })
	sc.Then("^il vaut (\\d+)$", func(ctx context.Context, n int) {})
}
`

// module lets the steps of a scenario compile with the godog that this suite uses, from the module cache.
const module = "module essai\n\ngo 1.26\n\nrequire github.com/cucumber/godog v0.15.1\n"

func automatedProject(steps string) map[string]string {
	return map[string]string{
		"recette.yaml":            config + "automation:\n  - go: ./steps\n",
		"go.mod":                  moduleFile(),
		"go.sum":                  moduleSums(),
		"steps/steps.go":          steps,
		"features/compte.feature": automatedFeature,
	}
}

func hangingProject() map[string]string {
	files := automatedProject(hangingSteps)
	files["recette.yaml"] += "step_timeout: 1s\n"
	files["features/attente.feature"] = `# language: fr
@US-2
Fonctionnalité: Attente

  @SC-0002
  Scénario: Attendre
    Quand j'attends sans fin
    Alors il vaut 1
`
	return files
}

const manualConfig = `environments:
  - name: poste
participants:
  - {name: Paule, role: ppo, entity: National}
  - {name: Odile, role: po, entity: National}
  - {name: Théo, role: tester, entity: Antenne du Nord}
`

func manualProject() map[string]string {
	return map[string]string{
		"recette.yaml": config + manualConfig,
		"phrase.txt":   "une phrase secrète pour les essais\n",
		"features/manuel.feature": `# language: fr
@US-1
Fonctionnalité: Cotisation

  @CA-1.1 @SC-0001 @parcours:cotisation @critique @manuel
  Scénario: Le montant dû s'affiche
    Soit une entreprise de 12 salariés
    Quand elle ouvre son espace
    Alors elle lit le montant dû
`,
		"plans/demo.yaml": `name: demo
title: Recette de la cotisation
version: "1"
release: {version: "1.0", build: "100", delivered_at: "2026-11-20"}
environment: poste
journeys:
  - {code: cotisation, title: Cotisation, owner: Odile, critical: true}
participants:
  - {name: Paule, role: ppo, entity: National}
  - {name: Odile, role: po, entity: National}
  - {name: Théo, role: tester, entity: Antenne du Nord}
client: {name: Confédération, representative: Odile, title: PO}
supplier: {name: Prestataire, lot: "1"}
`,
	}
}

// routedProject asks for more of the plan of the manual project: who reads over, who gives a visa, in which order.
func routedProject() map[string]string {
	files := manualProject()
	files["plans/demo.yaml"] = strings.Replace(files["plans/demo.yaml"], "client:", routed+"client:", 1)
	return files
}

const routed = `  - {name: Samira, role: qa, entity: National}
  - {name: Denis, role: delivery, entity: National}
review: {cases: [SC-0001], by: [qa]}
signoff:
  effect: block
  in_order: true
  visas:
    - {role: qa, days: 3, unit: working_days}
    - {role: delivery}
`

// clockedProject decides in the words of the CCAG-TIC, with its delays.
func clockedProject() map[string]string {
	files := manualProject()
	files["plans/demo.yaml"] += "nature: vsr\nregime: {vocabulary: ccag-tic}\n"
	return files
}
