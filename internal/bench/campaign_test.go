package bench

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

// BenchmarkCampaign takes 1,000 scenarios through the binary, from the plan to the verified PV, a process a verb: what
// a PPO and a PO wait for. Signing pays for opening an encrypted key, and rendering for reading the journal.
func BenchmarkCampaign(b *testing.B) {
	exe, o := recette(b), corpus(1000)
	dir := project(b, o)
	critical(b, dir, o)
	verbs := []struct{ name, line string }{
		{"", "key init --demo --passphrase file:phrase.txt"},
		{"campaign open", "campaign open mesures --as|Ada Pelletier"},
		{"run --campaign", "run --campaign mesures --as|Quentin Abel"},
		{
			"", "pv decide mesures --as|Paul Ouellet|--decision accepted --golive yes --reason conforme " +
				"--passphrase file:phrase.txt",
		},
		{"report pv", "report pv mesures --out pv.pdf --as|Ada Pelletier"},
		{"pv sign, PPO", "pv sign pv.pdf --role ppo --passphrase file:phrase.txt --as|Ada Pelletier"},
		{"pv sign, PO", "pv sign pv.pdf --role po --passphrase file:phrase.txt --as|Paul Ouellet"},
		{"verify", "verify pv.pdf --features features"},
	}
	var t report
	t.row("1,000 scenarios, from plan to verified PV", "wall", "cpu", "peak memory", "worker")
	total, peak := 0.0, 0.0
	for _, v := range verbs {
		c := run(b, dir, exe, words(v.line)...)
		if v.name == "" { // a log of the testing package shows ten lines
			continue
		}
		worker := ""
		if c.worker > 0 {
			worker = mib(c.worker)
		}
		t.row("recette "+v.name, seconds(c.wall), seconds(c.cpu), mib(c.peak), worker)
		if strings.HasPrefix(v.name, "report") || strings.HasPrefix(v.name, "pv sign") {
			total, peak = total+c.wall.Seconds(), max(peak, c.peak)
		}
	}
	t.log(b)
	done(b)
	b.ReportMetric(total, "s-render-and-sign")
	b.ReportMetric(peak, "peak-MiB-render-and-sign")
}

// BenchmarkCampaignReads asks what people ask again and again of a large campaign, a process a question: where it
// stands, and a decision on it. A PV of 1,000 scenarios is rendered beside them, for the memory that it takes with no
// limit set.
func BenchmarkCampaignReads(b *testing.B) {
	exe := recette(b)
	var t report
	t.row("a process a verb", "wall", "cpu", "peak memory", "target")
	figures := map[string]cost{}
	for _, size := range []struct {
		n     int
		verbs []struct{ name, line, target string }
	}{
		{1000, []struct{ name, line, target string }{
			{"report pv, 1,000", "report pv mesures --out pv.pdf --force --as|Ada Pelletier", "80 MiB"},
		}},
		{10000, []struct{ name, line, target string }{
			{"campaign status, 10,000", "campaign status mesures", "0.4 s, 100 MiB"},
			{
				"pv decide, 10,000", "pv decide mesures --as|Paul Ouellet|--decision accepted --reason mesure " +
					"--passphrase file:phrase.txt",
				"0.4 s, 100 MiB",
			},
		}},
	} {
		o := corpus(size.n)
		dir := project(b, o)
		critical(b, dir, o)
		for _, line := range []string{
			"key init --demo --passphrase file:phrase.txt", "campaign open mesures --as|Ada Pelletier",
			"run --campaign mesures --as|Quentin Abel",
		} {
			run(b, dir, exe, words(line)...)
		}
		for _, v := range size.verbs {
			walls := make([]cost, 3)
			for i := range walls {
				walls[i] = run(b, dir, exe, words(v.line)...)
			}
			slices.SortFunc(walls, func(x, y cost) int { return cmp.Compare(x.wall, y.wall) })
			c := walls[1] // the median
			figures[v.name] = c
			t.row("recette "+v.name, seconds(c.wall), seconds(c.cpu), mib(c.peak), v.target)
		}
	}
	t.log(b)
	done(b)
	b.ReportMetric(figures["report pv, 1,000"].peak, "peak-MiB-report-pv")
	b.ReportMetric(figures["campaign status, 10,000"].wall.Seconds(), "s-status")
	b.ReportMetric(figures["campaign status, 10,000"].peak, "peak-MiB-status")
	b.ReportMetric(figures["pv decide, 10,000"].wall.Seconds(), "s-decide")
	b.ReportMetric(figures["pv decide, 10,000"].peak, "peak-MiB-decide")
}

// words parts a command line: a bar keeps the spaces up to the next one.
func words(line string) []string {
	var out []string
	for i, part := range strings.Split(line, "|") {
		if i%2 == 1 {
			out = append(out, part)
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}
