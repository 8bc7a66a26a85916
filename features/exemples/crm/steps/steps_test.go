package steps

import (
	"os"
	"testing"

	"github.com/cucumber/godog"
)

// TestFeatures runs the automated scenarios with plain godog, without any
// other tool: RECETTE_ENV_URL=http://127.0.0.1:8181 go test ./steps
func TestFeatures(t *testing.T) {
	if os.Getenv(EnvURL) == "" {
		t.Skipf("SKIPPED: needs a running CRM, give its address in %s (for example http://127.0.0.1:8181)", EnvURL)
	}
	suite := godog.TestSuite{
		Name:                "crm",
		ScenarioInitializer: InitializeScenario,
		Options: &godog.Options{
			Format:      "pretty",
			Strict:      true,
			Concurrency: 4,
			Tags:        "@auto",
			Paths:       []string{"../features"},
			TestingT:    t,
		},
	}
	if status := suite.Run(); status != 0 {
		t.Fatalf("godog ended with status %d", status)
	}
}
