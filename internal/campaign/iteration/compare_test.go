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
		"fixed":               {Stood{"", fail, ""}, Stood{"", pass, ""}, fixed},
		"unblocked":           {Stood{"", block, ""}, Stood{"", remark, ""}, fixed},
		"fixed, then due":     {Stood{"", fail, ""}, Stood{"", pass, recette.Due}, replay},
		"broken":              {Stood{"", pass, ""}, Stood{"", fail, ""}, broken},
		"blocked":             {Stood{"", remark, ""}, Stood{"", block, ""}, broken},
		"a due one is failed": {Stood{"", pass, recette.Due}, Stood{"", fail, ""}, changed},
		"still failing":       {Stood{"", fail, ""}, Stood{"", fail, ""}, failing},
		"failed, then due":    {Stood{"", fail, ""}, Stood{"", fail, recette.Due}, replay},
		"blocked, failed":     {Stood{"", block, ""}, Stood{"", fail, ""}, failing},
		"played at last":      {Stood{"", none, ""}, Stood{"", pass, ""}, changed},
		"never played":        {Stood{"", none, ""}, Stood{"", none, ""}, Unchanged},
		"read at last":        {Stood{"", pass, recette.Unread}, Stood{"", pass, ""}, changed},
		"returned":            {Stood{"", pass, recette.Unread}, Stood{"", pass, recette.Returned}, replay},
		"fixed, not read":     {Stood{"", fail, ""}, Stood{"", pass, recette.Unread}, changed},
		"conform":             {Stood{"", pass, ""}, Stood{"", pass, ""}, Unchanged},
		"due now":             {Stood{"", pass, ""}, Stood{"", pass, recette.Due}, replay},
	} {
		got := Compare([]Stood{tt.was}, []Stood{tt.now})
		if len(got) != 1 || got[0].Turn != tt.want || got[0].Was != tt.was.Verdict || got[0].Now != tt.now.Verdict {
			t.Errorf("%s: %+v, want %s", name, got, tt.want)
		}
	}
	got := Compare([]Stood{{"a", fail, ""}, {"b", pass, ""}}, []Stood{{"b", pass, ""}, {"c", fail, ""}})
	if len(got) != 3 || got[0].Turn != Unchanged || got[1].Turn != added || got[2].Turn != removed || got[2].ID != "a" {
		t.Errorf("rows that come and go: %+v", got)
	}
}
