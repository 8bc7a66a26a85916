package iteration

import (
	"testing"

	"recette/internal/recette"
)

func TestCompare(t *testing.T) {
	const pass, remark, fail = recette.Passed, recette.PassedWithRemark, recette.Failed
	const block, none = recette.Blocked, recette.NotRun
	for name, tt := range map[string]struct {
		was, now Stood
		want     Turn
	}{
		"fixed":               {Stood{"", fail, false}, Stood{"", pass, false}, fixed},
		"unblocked":           {Stood{"", block, false}, Stood{"", remark, false}, fixed},
		"fixed, then due":     {Stood{"", fail, false}, Stood{"", pass, true}, replay},
		"broken":              {Stood{"", pass, false}, Stood{"", fail, false}, broken},
		"blocked":             {Stood{"", remark, false}, Stood{"", block, false}, broken},
		"a due one is failed": {Stood{"", pass, true}, Stood{"", fail, false}, changed},
		"still failing":       {Stood{"", fail, false}, Stood{"", fail, false}, failing},
		"failed, then due":    {Stood{"", fail, false}, Stood{"", fail, true}, replay},
		"blocked, failed":     {Stood{"", block, false}, Stood{"", fail, false}, failing},
		"played at last":      {Stood{"", none, false}, Stood{"", pass, false}, changed},
		"never played":        {Stood{"", none, false}, Stood{"", none, false}, Unchanged},
		"conform":             {Stood{"", pass, false}, Stood{"", pass, false}, Unchanged},
		"due now":             {Stood{"", pass, false}, Stood{"", pass, true}, replay},
	} {
		got := Compare([]Stood{tt.was}, []Stood{tt.now})
		if len(got) != 1 || got[0].Turn != tt.want || got[0].Was != tt.was.Verdict || got[0].Now != tt.now.Verdict {
			t.Errorf("%s: %+v, want %s", name, got, tt.want)
		}
	}
	got := Compare([]Stood{{"a", fail, false}, {"b", pass, false}}, []Stood{{"b", pass, false}, {"c", fail, false}})
	if len(got) != 3 || got[0].Turn != Unchanged || got[1].Turn != added || got[2].Turn != removed || got[2].ID != "a" {
		t.Errorf("rows that come and go: %+v", got)
	}
}
