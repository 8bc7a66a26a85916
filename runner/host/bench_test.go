package host

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/cucumber/godog"

	"recette/runner/protocol"
)

// BenchmarkScenario runs a scenario of ten no-op steps with n precompiled definitions, without process or pipe.
func BenchmarkScenario(b *testing.B) {
	for _, n := range []int{10, 100, 1000, 5000} {
		b.Run(fmt.Sprintf("definitions=%d", n), func(b *testing.B) {
			var patterns []*regexp.Regexp
			var texts []string
			for i := range n {
				patterns = append(
					patterns, regexp.MustCompile(fmt.Sprintf(`^l'adhérent numéro %d paie "([^"]*)" euros$`, i)),
				)
			}
			for i := range 10 {
				texts = append(texts, fmt.Sprintf(`l'adhérent numéro %d paie "12" euros`, i*37%n))
			}
			c := scenarios(b, func(sc *godog.ScenarioContext) {
				for _, re := range patterns {
					sc.Step(re, func(string) error { return nil })
				}
			})
			begin := protocol.Begin{Case: "SC-1", URI: "banc.feature", Name: "banc", Steps: mine(texts...)}
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				if r := c.run(begin); r.ended.Outcome != protocol.OutcomePassed {
					b.Fatalf("%+v", *r.ended)
				}
			}
		})
	}
}
