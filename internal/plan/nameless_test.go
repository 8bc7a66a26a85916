package plan

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// everywhere puts a name in every text of a plan, once in each list, and gives the paths of those where it stands.
func everywhere(v reflect.Value, path, name string, put bool, found map[string]bool) {
	switch v.Kind() {
	case reflect.String:
		if put {
			v.SetString(name)
		}
		if v.String() == name {
			found[path] = true
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			at, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Anonymous {
				at = ""
			}
			everywhere(v.Field(i), strings.TrimSuffix(path+"."+at, "."), name, put, found)
		}
	case reflect.Pointer:
		if put {
			v.Set(reflect.New(v.Type().Elem()))
		}
		everywhere(v.Elem(), path, name, put, found)
	case reflect.Slice:
		if put {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		}
		for i := range v.Len() {
			everywhere(v.Index(i), path, name, put, found)
		}
	case reflect.Bool, reflect.Int, reflect.Int64:
	default:
		panic(path + " is of a kind that nobody looks into: " + v.Kind().String())
	}
}

// namesNobody lists the texts of a plan that an erasure leaves: what is no name at all, and its prose, which is frozen
// as the authors wrote it and where docs/effacement.md says that a name stays.
func namesNobody() map[string]bool {
	out := map[string]bool{}
	add := func(under string, keys string) {
		for key := range strings.FieldsSeq(keys) {
			out[under+"."+key] = true
		}
	}
	add("", "campaign project title version frozen_at language time_zone tags nature regime commit")
	add("", "entities antennes quorum")
	add(".release", "version build note delivered_at")
	add(".environment", "name url build notes")
	add(".journeys", "code title cases criticality frequency consequence roles entities order")
	add(".participants", "ref role entity function perimeter")
	add(".client", "name title lot") // who the contract is with
	add(".supplier", "name title lot")
	add(".contract", "reference date")
	add(".out_of_scope", "what reason")
	add(".data_sets", "code label origin sha256 entity states volume limits absent forbidden repeated load reset")
	for _, list := range []string{
		".entry_criteria", ".exit_criteria", ".sections.suspension_criteria", ".sections.resumption_criteria",
	} {
		add(list, "criterion threshold met measure base window journey")
	}
	add(".waivers", "path rule reason")
	for _, list := range []string{".names.epics", ".names.criteria", ".names.rules", ".names.roles"} {
		add(list, "code name") // of what is tested, and not of who tests it
	}
	add(".names.messages", "code antenne text asserted_by")
	add(".before", "manifest frozen_at version build commit")
	add(".gone", "id name")
	add(".sections", "status context purpose regression regression_cases printed_annexes")
	add(".sections.history", "version date what")
	add(".sections.accelerated", "reason")
	add(".sections.accounts", "entity login note role")
	add(".sections.anomaly_rules", "circuit tool url")
	add(".sections.anomaly_rules.severities", "decision effect meaning severity")
	add(".sections.approval", "as")
	add(".sections.archiving", "formats handover place")
	add(".sections.authors", "cases named")
	add(".sections.basis", "kind note reference version")
	add(".sections.calendar", "freeze from go_live to")
	add(".sections.committees", "frequency name purpose")
	add(".sections.contacts", "entity function")
	add(".sections.deliverables", "due format what")
	add(".sections.deputies", "from reference to")
	add(".sections.distribution", "confidentiality")
	add(".sections.environments", "build name notes url")
	add(".sections.expected_decision", "on what")
	add(".sections.feature_flags", "name state")
	add(".sections.in_scope", "reason what")
	add(".sections.indicators", "for frequency name")
	add(".sections.integrations", "name note stub")
	add(".sections.iterations", "build code delivery from note to")
	add(".sections.levels", "level mode note threshold")
	add(".sections.policies", "effect reason rule")
	add(".sections.regime.delays", "clause clock silence source unit")
	add(".sections.regime", "region vocabulary")
	add(".sections.responsibilities", "subject")
	add(".sections.review", "by cases named verdicts")
	add(".sections.risks", "impact kind probability response risk tag")
	add(".sections.sessions", "antenne code date entity journeys place scenarios start title")
	add(".sections.signoff.branch_opinions", "panel silence unit")
	add(".sections.signoff", "effect holidays")
	add(".sections.signoff.noted_by", "role unit")
	add(".sections.signoff.visas", "role unit")
	return out
}

// A name is gone from every place of a plan that names people, and each other text of it is known to name nobody.
func TestNameless_ReachesEveryName(t *testing.T) {
	t.Parallel()
	const name = "Nadia Lefort"
	var m Manifest
	everywhere(reflect.ValueOf(&m).Elem(), "", name, true, map[string]bool{})
	m.Cases = nil // their texts are the tests: results point at their hash
	out := m.Nameless(Mask{Hides: func(string) bool { return true }, As: func(string) string { return "p-1" }})
	left, nobody := map[string]bool{}, namesNobody()
	everywhere(reflect.ValueOf(&out).Elem(), "", name, false, left)
	for _, path := range slices.Sorted(maps.Keys(left)) {
		if !nobody[path] {
			t.Errorf("%s still says the name, and is not known to name nobody", path)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(nobody)) {
		if !left[path] {
			t.Errorf("%s is said to name nobody, and is no text of a plan, or lost its words", path)
		}
	}
	kept := map[string]bool{}
	everywhere(reflect.ValueOf(&m).Elem(), "", name, false, kept)
	if !kept[".sections.approval.who"] || !kept[".journeys.owner"] || m.Parties[0].Name != name {
		t.Error("the plan itself was changed")
	}
}
