package gap_test

import (
	"testing"

	"recette/internal/campaign/gap"
)

func TestAlike(t *testing.T) {
	t.Parallel()
	known := []gap.Known{
		{Number: "ANO-0001", Case: "SC-1", Step: 2, Summary: "Le courriel de confirmation n’est jamais envoyé"},
		{Number: "ANO-0002", Case: "SC-2", Step: 1, Summary: "Montant affiché sans les centimes"},
		{Number: "ANO-0003", Case: "SC-1", Step: 3, Summary: "Libellé tronqué"},
		{Number: "ANO-0004", Case: "SC-1", Summary: "La confirmation arrive en double"},
	}
	for name, tt := range map[string]struct {
		raised gap.Anomaly
		want   []string
	}{
		"same words elsewhere": {
			gap.Anomaly{Case: "SC-9", Summary: "Montants affichés sans centimes"}, []string{"ANO-0002"},
		},
		"same step":              {gap.Anomaly{Case: "SC-1", Step: 3, Summary: "Autre chose"}, []string{"ANO-0003"}},
		"nothing alike":          {gap.Anomaly{Case: "SC-2", Step: 2, Summary: "Page blanche"}, nil},
		"short words say little": {gap.Anomaly{Case: "SC-9", Summary: "Le la les des une"}, nil},
		"the closest first": {
			gap.Anomaly{Case: "SC-1", Step: 2, Summary: "Courriel de confirmation jamais envoyé"},
			[]string{"ANO-0001"},
		},
	} {
		var got []string
		for _, k := range gap.Alike(tt.raised, known) {
			got = append(got, k.Number)
		}
		if len(got) != len(tt.want) || len(got) > 0 && got[0] != tt.want[0] {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
