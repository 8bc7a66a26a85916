package workspace

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/cache"
	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// A decision and a PV say which results are stale: they rest on the bytes of the features, not on stamps. A file system
// of the network may give, for a while, those of the file as it was.
func TestTexts_SeesWhatStampsDoNotTell(t *testing.T) {
	t.Parallel()
	p := opened(t, small())
	const name = "features/adhesion.feature"
	was := small()[name]
	if _, err := p.Summaries(t.Context(), p.Features); err != nil { // keeps what it finds
		t.Fatal(err)
	}
	is := "# language: fr\n@US-1\nFonctionnalité: Adhésion\n\n  @SC-0001 @CA-1.1\n" +
		"  Scénario: Adhérer\n    Quand il adhère\n    Alors il est radié !!\n"
	write(t, p.Root, map[string]string{name: is})
	info := standsAs(t, p, ofCases().name, name, was)
	content := func(text string) string {
		f := catalogue.Parse(syntax.Source{Path: name, Bytes: []byte(text)}, p.Options())
		return f.Cases[0].Content
	}
	shown := func() string {
		t.Helper()
		list, err := p.Summaries(t.Context(), []string{name})
		if err != nil || len(list) != 1 {
			t.Fatalf("%d cases, %v", len(list), err)
		}
		return list[0].Content
	}
	if got := shown(); got != content(was) {
		t.Fatal("the stamp is not trusted: nothing is shown by this test")
	}
	texts, err := p.Texts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := texts["SC-0001"], content(is); got != want {
		t.Errorf("the text is %s, want that of the bytes, %s", got, want)
	}
	if got := shown(); got != content(is) {
		t.Error("a stamp that was found to lie is still trusted")
	}
	if now, err := os.Stat(filepath.Join(p.Root, name)); err != nil || !os.SameFile(info, now) {
		t.Errorf("the file is another one: %v", err)
	}
}

// standsAs makes what is kept of a file, in a cache, say that it holds a text, as it stands.
func standsAs(t *testing.T, p *Project, of, name, text string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(filepath.Join(p.Root, name))
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(cache.Margin + 100*time.Millisecond) // no program can set when a file changed last
	kept := cache.Open(p.Cache(), of, p.deps.Program)
	kept.Sum(name, info)
	kept.Learn(name, info, sha256.Sum256([]byte(text)))
	if err := kept.Save(); err != nil {
		t.Fatal(err)
	}
	return info
}

// The waivers of a plan are those of the texts that are frozen with it, whatever the cache of lint knows.
func TestFreeze_WaivesWhatIsFrozen(t *testing.T) {
	t.Parallel()
	const name = "features/adhesion.feature"
	const before, after = "un récit suivra", "tout est dit là"
	files := planned()
	files[name] = "# recette:ignore narrative — " + before + "\n" + files[name]
	p := opened(t, files)
	freeze := func(state, reason string) {
		t.Helper()
		f, err := p.Freeze(t.Context(), freezing("demo"))
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Cases) != 2 || len(f.Waivers) != 1 || f.Waivers[0].Path != name || f.Waivers[0].Reason != reason {
			t.Errorf("%s: %d cases, waivers %+v, want 2 cases and %q", state, len(f.Cases), f.Waivers, reason)
		}
	}
	freeze("nothing is known", before)
	freeze("a freeze was", before)
	lint := func() {
		t.Helper()
		o, err := p.LintOptions()
		if err != nil {
			t.Fatal(err)
		}
		l, err := p.Linting(t.Context(), o, p.Features, true)
		if err == nil {
			_, err = l.Result(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	lint()
	freeze("lint was", before)
	was := files[name]
	write(t, p.Root, map[string]string{name: strings.Replace(was, before, after, 1)})
	standsAs(t, p, "lint", name, was)
	standsAs(t, p, "lint", "features/cotisation.feature", files["features/cotisation.feature"])
	freeze("the dates of a file lie", after)
	freeze("they were found to lie", after)
	p.deps.Program = ""
	freeze("nothing is kept", after)
}
