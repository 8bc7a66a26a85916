package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// demoPapers is the folder, in the project, of the documents that nobody signs.
const demoPapers = "documents"

// paper is a document of the demonstration: the words of `recette report` that make it, the name of its files, and
// their endings, one a format.
type paper struct {
	words []string
	name  string
	kinds []string
}

// prepared are the documents that one writes before the first session: what is asked of whom, and when.
func (d *demoRun) prepared() []paper {
	return []paper{
		{[]string{"plan", d.plan}, "plan-de-validation", []string{"pdf", "md", "json"}},
		{[]string{"cahier", d.plan, "--blank"}, "cahier-vierge", []string{"pdf", "xlsx", "json"}},
		{[]string{"cahier", d.plan, "--blank", "--layout", "usual"}, "cahier-usuel", []string{"xlsx", "csv"}},
		{[]string{"agenda", d.plan}, "agenda", []string{"pdf", "html", "ics", "json"}},
	}
}

// awaited is what the weekly committee reads, while a decision is expected of it.
func (d *demoRun) awaited() []paper {
	return []paper{{[]string{"committee", d.plan}, "ordre-du-jour", []string{"pdf", "html", "json"}}}
}

// established are the documents that say what was done.
func (d *demoRun) established() []paper {
	return []paper{
		{[]string{"cahier", d.plan}, "cahier-execute", []string{"pdf", "xlsx", "json"}},
		{[]string{"matrix", d.plan}, "matrice", []string{"pdf", "xlsx", "html", "csv", "json"}},
		{[]string{"bilan", d.plan}, "bilan", []string{"pdf", "html", "json"}},
		{[]string{"pv", d.plan, "--as", demoPPO}, "pv", []string{"json", "junit.xml"}},
	}
}

// write makes documents, each in each of its formats.
func (d *demoRun) write(papers []paper) error {
	dir := filepath.Join(d.dir, demoPapers)
	if err := fault(os.MkdirAll(dir, 0o755), dir); err != nil {
		return err
	}
	formats := map[string]string{"md": "markdown", "junit.xml": "junit"}
	for _, p := range papers {
		for _, kind := range p.kinds {
			format := kind
			if f, ok := formats[kind]; ok {
				format = f
			}
			words := append([]string{"report"}, p.words...)
			words = append(words, "--format", format, "--out", demoPapers+"/"+p.name+"."+kind)
			if err := d.run(words); err != nil {
				return err
			}
		}
	}
	return nil
}

// documents writes what is read once all is decided, the functional documentation last.
func (d *demoRun) documents() error {
	if err := d.write(d.established()); err != nil {
		return err
	}
	return d.run([]string{"docs", "build", "--out", demoPapers + "/documentation"})
}

// guide says what the demonstration wrote, and what to look at first.
func (d *demoRun) guide(second *demoRun) {
	t := d.words.T
	say(d.env.Stdout, "")
	say(d.env.Stdout, t("demo.guide"))
	for _, x := range []struct{ file, what string }{
		{filepath.Join(second.dir, branchesPV), "national"},
		{filepath.Join(second.dir, branchesLift), "lifting"},
		{filepath.Join(second.dir, "constat-*.pdf"), "constats"},
		{filepath.Join(d.dir, d.pv), "pv"},
	} {
		say(d.env.Stdout, "  "+x.file)
		say(d.env.Stdout, "      "+t("demo.guide."+x.what))
	}
	for _, run := range []*demoRun{second, d} {
		say(d.env.Stdout, t("demo.papers", filepath.Join(run.dir, demoPapers)))
	}
	for _, p := range slices.Concat(d.prepared(), d.awaited(), d.established()) {
		say(d.env.Stdout, t("demo.paper", p.name, strings.Join(p.kinds, ", "), t("demo.paper."+p.name)))
	}
	say(d.env.Stdout, t("demo.paper.documentation", demoPapers+"/documentation/index.html"))
}
