package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// who tells the scripts as whom the reader plays, by campaign, "*" for all of them: what is kept on a device is sent
// for whoever made it, and for nobody else.
func (v *visit) who() (string, error) {
	who := map[string]string{}
	if v.person != nil {
		who["*"] = v.person.Ref
	} else {
		for _, key := range v.s.sessions.Keys(v.r.Context()) {
			if campaign, ok := strings.CutPrefix(key, playsKey); ok {
				who[campaign] = v.s.sessions.GetString(v.r.Context(), key)
			}
		}
	}
	text, err := json.Marshal(who)
	return string(text), err
}

// byAccount is how somebody is inside who proved who they are; who only says so is so by nothing.
const byAccount = "compte"

// by tells how the reader is inside. A gesture says how its author was when it was made: one that waited on a device
// becomes neither proved nor merely said because of who sends it.
func (v *visit) by() string {
	if v.person != nil {
		return byAccount
	}
	return ""
}

// keptFor is the header of a page that the device of its reader may keep, and the digest of who that is: pages of
// somebody else are thrown away.
const keptFor = "Recette-Pour"

// mayKeep lets the device keep a page that its reader needs without a network.
func (v *visit) mayKeep(page, who string) {
	switch page {
	case "play", "mine", "queue":
		sum := sha256.Sum256([]byte(who))
		v.w.Header().Set(keptFor, hex.EncodeToString(sum[:8]))
	}
}

// queue shows what is kept on the device of the reader: only their browser knows it.
func (s *Server) queue(v *visit) error { return s.show(v, http.StatusOK, "queue", nil) }

// away is the page of what is not there without a network: it is nobody's, and devices keep it.
func (s *Server) away(v *visit) error { return s.show(v, http.StatusOK, "away", nil) }

// ahead makes the forms of what is asked next: the page of a case holds them all, for whoever loses the network on the
// way. A case that waits for another one is not begun without the server.
func (p *played) ahead(at *place) error {
	asked := p.At() == "asked"
	if !asked && (p.At() != "before" || p.Status.Open || p.About != nil && p.About.Waits != "") {
		return nil
	}
	all, err := at.session.Ahead(at.index, p.Attempt())
	if err != nil {
		return err
	}
	for i := range all {
		q := &all[i]
		next := *p
		next.Ahead, next.Key, next.Form = nil, "", formOf(q, nil, -1)
		next.Steps = slices.Clone(p.Steps)
		for k := range next.Steps {
			next.Steps[k].Asked = k >= q.First() && k <= q.Step
			if k > q.Step && !next.Steps[k].Automated && next.Steps[k].Judged == nil {
				next.Form.Rest++
			}
		}
		p.Ahead = append(p.Ahead, &next)
	}
	return nil
}
