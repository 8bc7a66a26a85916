// Package meter counts what the server does, for whoever watches it, in the text format of Prometheus. A label is a
// route of the table, a status or a word of ours: never an address that was asked for, a name or a text.
package meter

import (
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Outcome is what became of a gesture.
type Outcome string

// The outcomes. A gesture that is sent again is recorded once and acknowledged each time.
const (
	Acknowledged Outcome = "acknowledged" // it is durable, now or since it was first sent
	Refused      Outcome = "refused"      // by a rule: nothing was recorded
	Failed       Outcome = "failed"       // by what broke: it was not said to be recorded
)

// Meter counts. It is safe for concurrent use.
type Meter struct {
	set      *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	gestures *prometheus.CounterVec
	security *prometheus.CounterVec
	files    prometheus.Counter
	now      func() time.Time
}

// New makes a meter that has counted nothing. now measures how long requests take.
func New(version string, now func() time.Time) *Meter {
	m := &Meter{
		set: prometheus.NewRegistry(), now: now,
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "recette_http_requests_total", Help: "Requests answered, by route of the table and status.",
		}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "recette_http_request_seconds", Help: "How long answers took, by route of the table.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 30},
		}, []string{"route"}),
		gestures: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "recette_gestures_total", Help: "Gestures on a campaign, by what became of them.",
		}, []string{"outcome"}),
		security: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "recette_security_events_total", Help: "What was done about entering, as the log names it.",
		}, []string{"event"}),
		files: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "recette_uploads_total", Help: "Files that came with gestures and are fit to be kept.",
		}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "recette_build_info", Help: "The version that runs.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	for _, outcome := range []Outcome{Acknowledged, Refused, Failed} {
		m.gestures.WithLabelValues(string(outcome)) // zero is said too
	}
	m.set.MustRegister(
		m.requests, m.seconds, m.gestures, m.security, m.files, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

// Live adds a gauge of the pages that are told live what changes.
func (m *Meter) Live(count func() float64) {
	m.set.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "recette_live_streams", Help: "Pages that are told live what changes.",
	}, count))
}

// Gesture counts one by what became of it.
func (m *Meter) Gesture(o Outcome) { m.gestures.WithLabelValues(string(o)).Inc() }

// Security counts what was done about entering. event is a word of ours.
func (m *Meter) Security(event string) { m.security.WithLabelValues(event).Inc() }

// Files counts files that came.
func (m *Meter) Files(n int) { m.files.Add(float64(n)) }

// ServeHTTP gives what was counted. Whoever may read it is the caller's business.
func (m *Meter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	promhttp.HandlerFor(m.set, promhttp.HandlerOpts{}).ServeHTTP(w, r)
}

// Around counts what next answers, and logs it when log is not nil: route, status, bytes and duration, never the
// address, the query or the form. A route is the pattern that a mux within next found.
func (m *Meter) Around(next http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, answer, ended := m.now(), &counted{ResponseWriter: w}, false
		defer func() {
			route, took := r.Pattern, m.now().Sub(began)
			if route == "" {
				route = "none" // it was refused before a route was looked for
			}
			status := answer.code(ended)
			m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
			m.seconds.WithLabelValues(route).Observe(took.Seconds())
			if log != nil {
				log.Info("request", "route", route, "status", status, "bytes", answer.size, "ms", took.Milliseconds())
			}
		}()
		next.ServeHTTP(answer, r)
		ended = true
	})
}

// counted looks at an answer that goes by.
type counted struct {
	http.ResponseWriter
	status int // 0: none was sent
	size   int64
}

// WriteHeader notes the status, unless it is of what comes before the answer.
func (c *counted) WriteHeader(status int) {
	if c.status == 0 && status >= http.StatusOK {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counted) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.size += int64(n)
	return n, err //nolint:wrapcheck // that of the connection
}

// Unwrap lets deadlines and flushing reach the connection.
func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// code is the status that was sent: 200 where nobody said one, 500 where the program broke before anybody did.
func (c *counted) code(ended bool) int {
	switch {
	case c.status > 0:
		return c.status
	case !ended:
		return http.StatusInternalServerError
	}
	return http.StatusOK
}
