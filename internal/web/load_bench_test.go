package web_test

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"recette/internal/recette"
)

// bare is what a durable answer costs at least: each form is a row of a table, and those that wait share a commit.
type bare struct {
	queue chan bareRow
	base  string
}

type bareRow struct {
	fields [5]any
	done   chan int64
}

// newBare starts it on a port of this machine.
func newBare(b *testing.B) *bare {
	b.Helper()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_journal_mode=WAL&_synchronous=FULL")
	must(err)
	b.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(b.Context(), `CREATE TABLE said (
		id INTEGER PRIMARY KEY, row TEXT, step TEXT, verdict TEXT, comment TEXT, key TEXT UNIQUE)`)
	must(err)
	l, err := new(net.ListenConfig).Listen(b.Context(), "tcp", "127.0.0.1:0")
	must(err)
	it := &bare{
		queue: make(chan bareRow, 1024), base: fmt.Sprintf("http://localhost:%d", l.Addr().(*net.TCPAddr).Port),
	}
	go it.commits(b, db)
	server := &http.Server{Handler: it, ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(l) }()
	b.Cleanup(func() { _ = server.Close() })
	return it
}

// commits commits what waits, together, as long as the benchmark goes on.
func (it *bare) commits(b *testing.B, db *sql.DB) {
	for {
		var all []bareRow
		select {
		case one := <-it.queue:
			all = append(all, one)
		case <-b.Context().Done():
			return
		}
		for more := true; more && len(all) < 512; {
			select {
			case one := <-it.queue:
				all = append(all, one)
			default:
				more = false
			}
		}
		ids, err := insert(b, db, all)
		if err != nil {
			b.Error(err)
			return
		}
		for i, one := range all {
			one.done <- ids[i]
		}
	}
}

func insert(b *testing.B, db *sql.DB, all []bareRow) (ids []int64, err error) {
	tx, err := db.BeginTx(b.Context(), nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }()
	const into = `INSERT INTO said (row, step, verdict, comment, key) VALUES (?, ?, ?, ?, ?)`
	do, err := tx.PrepareContext(b.Context(), into)
	if err != nil {
		return nil, err
	}
	defer do.Close()
	for _, one := range all {
		made, err := do.ExecContext(b.Context(), one.fields[:]...)
		if err != nil {
			return nil, err
		}
		id, err := made.LastInsertId()
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, tx.Commit()
}

func (it *bare) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "", http.StatusBadRequest)
		return
	}
	one := bareRow{done: make(chan int64, 1)}
	for i, name := range []string{"texte", "etape", "verdict", "commentaire", "cle"} {
		one.fields[i] = r.PostForm.Get(name)
	}
	judges := strings.HasSuffix(r.URL.Path, "/jugement")
	if !judges {
		one.fields[4] = nil
	}
	it.queue <- one
	id := <-one.done
	if !judges {
		w.WriteHeader(http.StatusSeeOther)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]int64{"position": id}) // who asked may be gone
}

// rows is how many rows each of the fifty testers has, at most, to judge in one turn of BenchmarkLoad.
const (
	loadRows = 60
	loadFor  = 5 * time.Second
	loadRate = 200
)

// BenchmarkLoad has fifty testers of another process judge while a page follows, beside as many who have a form made
// durable by a bare insert behind net/http, the two turn by turn: as fast as they are answered, then at two hundred
// verdicts a second. What is acknowledged is looked for in the journal each time.
func BenchmarkLoad(b *testing.B) {
	type turn struct{ ours, bare []*loaded }
	var most, paced turn
	for b.Loop() {
		for _, rate := range []float64{0, loadRate} {
			w, l := crowd(b, loadRows)
			l.For, l.Rate = loadFor, rate
			plain := *l
			plain.Base = newBare(b).base
			into := &most
			if rate > 0 {
				into = &paced
			}
			into.bare = append(into.bare, plain.runs(b))
			heard := w.listens(b)
			got := l.runs(b)
			heard()
			w.holdsEach(got)
			into.ours = append(into.ours, got)
		}
	}
	b.ReportMetric(0, "ns/op")
	ratio := told(b, "as fast as they are answered", most.ours, most.bare)
	told(b, "at 200 verdicts a second", paced.ours, paced.bare)
	b.ReportMetric(ratio, "throughput-ratio")
}

// told prints what became of turns, and gives the median of the ratios of throughput.
func told(b *testing.B, what string, ours, bare []*loaded) float64 {
	b.Helper()
	var ratios []float64
	text := what + "\n"
	for i := range ours {
		for name, one := range map[string]*loaded{"recette": ours[i], "bare insert": bare[i]} {
			text += fmt.Sprintf("%12s %7.0f verdicts/s, p50 %7.2f ms, p99 %7.2f ms\n",
				name, one.rate(), ms(share(one.Waits, .5)), ms(share(one.Waits, .99)))
		}
		ratios = append(ratios, ours[i].rate()/bare[i].rate())
	}
	slices.Sort(ratios)
	middle := ratios[len(ratios)/2]
	b.Logf("%sthroughput: %.2f of that of a bare insert", text, middle)
	return middle
}

func (l *loaded) rate() float64 { return float64(len(l.Waits)) / l.Took.Seconds() }

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// share gives how long that share of waits took at most.
func share(waits []time.Duration, of float64) time.Duration {
	waits = slices.Sorted(slices.Values(waits))
	return waits[min(int(of*float64(len(waits))), len(waits)-1)]
}

const (
	manyRows  = 10_000
	manyTimes = 60 // each page is asked for
)

var linked = regexp.MustCompile(`(?:href|src)="(/fichiers/[^"]+)"`)

// BenchmarkPages gives how long the server takes to answer each page of a campaign of ten thousand rows, the transfer
// on this machine included, and how much a browser that knows nothing yet loads for the first one.
func BenchmarkPages(b *testing.B) {
	w := newWorld(b, manyRows)
	for i := range 300 {
		verdict := []recette.Verdict{recette.Passed, recette.Failed, recette.PassedWithRemark}[i%3]
		w.plays(fmt.Sprintf("SC-%04d", i*30+1), verdict, "vu")
	}
	from := time.Now()
	w.real.Store(&from)
	c := w.tester()
	text := ""
	for b.Loop() {
		text = fmt.Sprintf("%-42s %9s %9s %9s\n", "10,000 rows", "p50", "p99", "gzip")
		for _, at := range []string{
			"/", "/campagnes/v1", "/campagnes/v1/lignes", "/campagnes/v1/lignes?verdict=failed",
			"/campagnes/v1/lignes?mot=5000", "/campagnes/v1/lignes/SC-0031", "/campagnes/v1/cas",
			"/campagnes/v1/cas?mot=5000", "/campagnes/v1/cas/SC-0002", "/campagnes/v1/bilan", "/campagnes/v1/anomalies",
			"/campagnes/v1/reserves", "/campagnes/v1/documents", "/saisies", "/touches",
		} {
			var waits []time.Duration
			page := ""
			for range manyTimes {
				began := time.Now()
				status, body := c.get(at)
				if waits = append(waits, time.Since(began)); status != http.StatusOK {
					b.Fatalf("%s: %d", at, status)
				}
				page = body
			}
			text += fmt.Sprintf("%-42s %6.2f ms %6.2f ms %6.1f KB\n", at, ms(share(waits, .5)), ms(share(waits, .99)),
				float64(zipped(b, page))/1000)
		}
	}
	b.ReportMetric(0, "ns/op")
	_, page := c.get("/")
	size := zipped(b, page)
	for _, m := range linked.FindAllStringSubmatch(page, -1) {
		_, file := c.get(m[1])
		size += zipped(b, file)
	}
	b.Logf("%sthe first page with what it links: %.1f KB compressed", text, float64(size)/1000)
	b.ReportMetric(float64(size)/1000, "first-page-KB")
}

func zipped(b *testing.B, s string) int {
	b.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write([]byte(s)); err != nil {
		b.Fatal(err)
	}
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	return out.Len()
}
