package cahier

import (
	"fmt"
	"strings"
	"testing"
)

// Wherever a sheet begins, its head is on the page of its first step, and a page says once of which sheet the steps go
// on there.
func TestPDF_HeadsGoWithTheirSteps(t *testing.T) {
	found := 0
	for n := range 24 {
		c := fixture(Blank)
		c.Contexts, c.Anomalies, c.Branches = []Context{}, []Anomaly{}, []Branch{}
		one := c.Cases[0]
		one.Context, one.Prior = "", 0
		c.Cases = nil
		for i := range 3 {
			x := one
			x.ID, x.Name, x.Story = fmt.Sprintf("SC-900%d", i), fmt.Sprintf("Fiche %d", i), fmt.Sprintf("US-90%d", i)
			x.Steps = nil
			for k := range 1 + (n+i*5)%9 { // each sheet begins somewhere else
				s := one.Steps[k%2]
				s.Number = k + 1
				s.Text = fmt.Sprintf("pas %d de SC-900%d", k+1, i) + strings.Repeat(" encore un mot", n%5*3)
				x.Steps = append(x.Steps, s)
			}
			c.Cases = append(c.Cases, x)
		}
		pages := strings.Split(tool(t, pdf(t, c), "pdftotext", "-layout", "FILE", "-"), "\f")
		for i := range c.Cases {
			head, first := fmt.Sprintf("US-90%d", i), fmt.Sprintf("pas 1 de SC-900%d", i)
			for p, text := range pages {
				found += strings.Count(text, first)
				if strings.Contains(text, first) && !strings.Contains(text, head) {
					t.Errorf("%d: page %d has the first step of %s and not its head", n, p+1, head)
				}
				if strings.Count(text, "(continued)")+strings.Count(text, "(suite)") > 1 {
					t.Errorf("%d: page %d says twice which sheet goes on", n, p+1)
				}
			}
		}
	}
	if found != 24*3 {
		t.Errorf("%d first steps were found", found)
	}
}

// A sheet without an aim says what its criteria do.
func TestPurpose(t *testing.T) {
	for name, tt := range map[string]struct {
		c    Case
		want string
	}{
		"an aim": {Case{Rule: "R", Aim: "On vérifie le refus.", Proves: []string{"A"}}, "R – On vérifie le refus."},
		"its criteria": {
			Case{Proves: []string{"Tout est dit", "Rien ne part"}},
			"On vérifie que\u00a0: Tout est dit\u202f; Rien ne part",
		},
		"both":    {Case{Rule: "R", Proves: []string{"Tout est dit"}}, "R – On vérifie que\u00a0: Tout est dit"},
		"nothing": {Case{}, ""},
	} {
		if got := tt.c.Purpose(texts(t, "fr")); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
