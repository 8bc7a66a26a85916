package vocabulary

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"recette/internal/recette"
)

// TestNames holds that each field has one key, the one of recette.yaml, and that no two tags have one default.
func TestNames(t *testing.T) {
	var got []string
	seen := map[string]bool{}
	Default().Each(func(key, tag string) {
		got = append(got, key)
		if len(tag) < 2 || tag[0] != '@' || seen[tag] {
			t.Errorf("%s: default %q", key, tag)
		}
		seen[tag] = true
	})
	var want []string
	for f := range reflect.TypeFor[Vocabulary]().Fields() {
		want = append(want, f.Tag.Get("yaml"))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("keys of names() %q, of the fields %q", got, want)
	}
	renamed := reflect.New(reflect.TypeFor[Vocabulary]()).Elem()
	for i := range renamed.NumField() {
		renamed.Field(i).SetString("@x" + renamed.Type().Field(i).Tag.Get("yaml"))
	}
	v, _ := reflect.TypeAssert[Vocabulary](renamed)
	if v.Filled() != v {
		t.Errorf("Filled changed %+v", v)
	}
	v.Each(func(key, tag string) {
		if tag != "@x"+key {
			t.Errorf("key %s gives %s", key, tag)
		}
	})
}

func TestCaseID(t *testing.T) {
	def, own := Vocabulary{}, Vocabulary{Case: "@TC-", Story: "@JIRA-"}
	tests := []struct {
		v     *Vocabulary
		tag   string
		id    string
		looks bool
		story bool
	}{
		{&def, "@SC-0042", "SC-0042", true, false},
		{&def, "@SC-", "", true, false},
		{&def, "@SC--1", "", true, false},
		{&def, "@SC-é", "", true, false},
		{&def, "@US-12", "", false, true},
		{&def, "@US-", "", false, false},
		{&own, "@SC-0042", "", false, false},
		{&own, "@TC-1a-B", "TC-1a-B", true, false},
		{&own, "@JIRA-1", "", false, true},
		{&own, "@US-12", "", false, false},
	}
	for _, tt := range tests {
		id, ok := tt.v.CaseID(tt.tag)
		if id != tt.id || ok != (tt.id != "") || tt.v.LooksLikeCaseID(tt.tag) != tt.looks ||
			tt.v.IsStory(tt.tag) != tt.story {
			t.Errorf(
				"%s: id %q, looks like one %t, story %t", tt.tag, id, tt.v.LooksLikeCaseID(tt.tag),
				tt.v.IsStory(tt.tag),
			)
		}
	}
}

func TestFilled(t *testing.T) {
	v := Vocabulary{Manual: "@main"}.Filled()
	if v.Manual != "@main" || v.Automated != "@auto" {
		t.Errorf("filled: %+v", v)
	}
}

// TestMode: tags that contradict each other give one answer, in any order: that of a run, which asks a person.
func TestMode(t *testing.T) {
	renamed := Vocabulary{Manual: "@main"}.Filled()
	ours, unnamed := Default(), Vocabulary{}
	for _, tt := range []struct {
		v    *Vocabulary
		tags string
		want recette.Mode
	}{
		{&ours, "@SC-1 @critique", ""},
		{&ours, "@SC-1 @manuel", recette.Manual},
		{&ours, "@auto @SC-1", recette.Automated},
		{&ours, "@mixte", recette.Mixed},
		{&ours, "@manuel @auto", recette.Manual},
		{&ours, "@auto @manuel", recette.Manual},
		{&ours, "@mixte @manuel @auto", recette.Manual},
		{&ours, "@mixte @auto", recette.Automated},
		{&ours, "@auto @mixte", recette.Automated},
		{&unnamed, "@auto @manuel", recette.Manual},
		{&renamed, "@auto @main", recette.Manual},
		{&renamed, "@manuel @auto", recette.Automated},
	} {
		if got := tt.v.Mode(strings.Fields(tt.tags)); got != tt.want {
			t.Errorf("Mode(%s) = %q, want %q", tt.tags, got, tt.want)
		}
	}
}
