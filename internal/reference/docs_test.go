package reference

import (
	"os"
	"regexp"
	"testing"
)

// TestDocs holds that the page about references shows files that are read.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile("../../docs/references.md")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	chapter := regexp.MustCompile("(?s)\n## (\\S+)\n\n```\\w+\n(.*?)```")
	for _, m := range chapter.FindAllStringSubmatch(string(page), -1) {
		files[m[1]] = m[2]
	}
	set, err := Load(tree(files))
	if err != nil || len(files) != 7 {
		t.Errorf("%d files, %v", len(files), err)
	}
	for _, kind := range []Kind{Stories, Rules, Decisions, Roles, Messages, glossary, DataSets} {
		if !set.Has(kind) {
			t.Errorf("the page shows no file of %s", kind)
		}
	}
}

// TestExample holds that the example project has no fault in its references.
func TestExample(t *testing.T) {
	set, err := Load(os.DirFS("../../features/exemples/crm"))
	if err != nil || len(set.Stories) < 10 || len(set.Rules) < 20 || len(set.Kept) != 7 {
		t.Errorf("%d stories, %d rules, kept %v: %v", len(set.Stories), len(set.Rules), set.Kept, err)
	}
}
