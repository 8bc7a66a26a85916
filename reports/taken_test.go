package reports

import (
	"strings"
	"testing"
)

// What was taken from a filled cahier says so wherever its result stands: by which file, by whom, played on which day.
func TestTaken_IsTold(t *testing.T) {
	pv := fixture()
	for i, day := range map[int]string{8: "2026-11-19", 9: ""} {
		pv.Cases[i].Taken = &Transcript{File: "rempli.xlsx", SHA256: sha("cahier"), By: "Élise Fontaine", Day: day}
	}
	pv.Transcribed = Figures{InScope: 2, Planned: 2, Executed: 2, Passed: 2}
	pv.FirstDay, pv.LastDay = "2026-11-18", "2026-11-24"
	last := &pv.Sessions[len(pv.Sessions)-1]
	last.Day, last.TakenBy, last.Meeting = "2026-11-19", "Élise Fontaine", ""
	told, untold := said(t, pv), said(t, fixture())
	for _, must := range []string{
		"dont repris de cahiers", "joué du 18/11/2026 au 24/11/2026", "enregistré du 18/11/2026 09:12",
		"joué le 19/11/2026", "jour non dit par le cahier", "repris par Élise Fontaine, le 20/11/2026 10:17",
		"2 résultats sont repris de cahiers remplis",
		"repris du cahier « rempli.xlsx » (empreinte " + sha("cahier")[:12],
	} {
		if must = folded(must); !strings.Contains(told, must) {
			t.Errorf("the pages do not say %q", must)
		} else if strings.Contains(untold, must) {
			t.Errorf("the pages say %q of what nobody took from a cahier", must)
		}
	}
}
