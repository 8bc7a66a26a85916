package reports

import (
	"strings"
	"unicode/utf8"

	"recette/reports/page"
)

// What the commands that loaded data printed travels in the PV, as it was recorded, without the secrets of the project:
// whoever signs may read it. A longer one is named by its digest, as any other piece of evidence.
const (
	maxLogs     = 20
	maxLogBytes = 64 << 10
	logLines    = 8 // the last ones, which are printed too
)

// logName begins the name of what a command printed: its digest comes next.
const logName = "log-"

func logFile(sha256 string) string { return logName + sha256 + ".txt" }

// Logs gives what the commands that loaded data printed, each once, in the order of the PV.
func Logs(pv *PV, evidence func(sha256 string) ([]byte, bool)) []Enclosure {
	var all []Enclosure
	if evidence == nil {
		return nil
	}
	seen := map[string]bool{}
	for i := range pv.DataLoads {
		for _, e := range pv.DataLoads[i].Evidence {
			if len(all) == maxLogs || seen[e.SHA256] || e.Size > maxLogBytes {
				continue
			}
			seen[e.SHA256] = true
			if data, ok := evidence(e.SHA256); ok && utf8.Valid(data) {
				all = append(all, Enclosure{File{Name: logFile(e.SHA256)}, data})
			}
		}
	}
	return all
}

// printed draws the end of what each loading printed, and says which file of the PV holds the rest.
func (d *doc) printed() {
	for i := range d.pv.DataLoads {
		l := &d.pv.DataLoads[i]
		for _, e := range l.Evidence {
			data, ok := []byte(nil), false
			if d.o.File != nil {
				data, ok = d.o.File(logFile(e.SHA256))
			}
			if !ok {
				d.Note(page.SmallGrey, d.Tr("load.log.aside", l.Set, e.Name, page.Digest(e.SHA256, 16)+"…"))
				continue
			}
			d.Note(page.Small, d.Tr("load.log", l.Set, logFile(page.Digest(e.SHA256, 16)+"…")))
			d.Note(page.Font(page.Mono, 6.5, page.Grey), lastLines(string(data)))
		}
	}
}

// lastLines gives the end of what a command printed, each line as far as a page is wide.
func lastLines(text string) string {
	const wide = 110
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n "), "\n")
	lines = lines[max(0, len(lines)-logLines):]
	for i, l := range lines {
		if runes := []rune(l); len(runes) > wide {
			lines[i] = string(runes[:wide-1]) + "…"
		}
	}
	return strings.Join(lines, "\n")
}
