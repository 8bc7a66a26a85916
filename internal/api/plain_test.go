package api_test

import (
	"testing"

	"recette/internal/api"
)

func TestDoctor(t *testing.T) {
	same(t, api.NewDoctor([]api.Check{{What: "go", State: "ok"}, {What: "keys", State: "warning", Detail: "aucune"}}),
		`{"v":1,"checks":[{"what":"go","state":"ok"},{"what":"keys","state":"warning","detail":"aucune"}]}`)
}

func TestKeyList(t *testing.T) {
	same(t, api.NewKeyList(nil), `{"v":1,"keys":[]}`)
	same(
		t,
		api.NewKeyList(
			[]api.Key{{Role: "PO", Name: "Ana", Level: "demo", SHA256: "ab", NotAfter: "2028-11-23T09:00:00Z"}},
		),
		`{"v":1,"keys":[{"role":"PO","name":"Ana","level":"demo","sha256":"ab","not_after":"2028-11-23T09:00:00Z"}]}`,
	)
}

// A program knows from the lists that are there whether it asked for a rule or for a code.
func TestExplanation(t *testing.T) {
	rule := api.Rule{
		ID: "r", Group: "g", Severity: map[string]string{"ca": "error"},
		Options: []api.Option{{Name: "max", Default: 3}},
	}
	code := api.Code{Code: "E001", Message: "m"}
	const ruleJSON = `{"id":"r","group":"g","title":"","why":"","severity":{"ca":"error"},"run":false,"fixable":false,
		"options":[{"name":"max","default":3}]}`
	const codeJSON = `{"code":"E001","message":"m"}`
	same(t, api.NewExplanation([]api.Rule{rule}, nil), `{"v":1,"rules":[`+ruleJSON+`]}`)
	same(t, api.NewExplanation(nil, []api.Code{code}), `{"v":1,"codes":[`+codeJSON+`]}`)
	same(
		t, api.NewExplanation([]api.Rule{rule}, []api.Code{code}),
		`{"v":1,"rules":[`+ruleJSON+`],"codes":[`+codeJSON+`]}`,
	)
}
