package bench

import (
	"strings"
	"testing"
)

// BenchmarkCampaign takes 1,000 scenarios through the binary, from the plan to the verified PV, a process a verb: what a
// PPO and a PO wait for. Signing pays for opening an encrypted key, and rendering for reading the journal.
func BenchmarkCampaign(b *testing.B) {
	exe, o := recette(b), corpus(1000)
	dir := project(b, o)
	critical(b, dir, o)
	verbs := []struct{ name, line string }{
		{"", "key init --demo --passphrase file:phrase.txt"},
		{"campaign open", "campaign open mesures --as|Ada Pelletier"},
		{"run --campaign", "run --campaign mesures --as|Quentin Abel"},
		{"", "pv decide mesures --as|Paul Ouellet|--decision accepted --golive yes --reason conforme"},
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
