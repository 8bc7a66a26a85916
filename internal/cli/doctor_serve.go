package cli

import (
	"crypto/tls"
	"errors"
	"io/fs"

	"recette/internal/api"
	"recette/internal/reach"
)

// checkServe looks at how the pages are reached, as the project says: what "recette serve" would refuse, a certificate
// that is about to expire, and a local authority of a whole domain. Of a project that says nothing there is nothing to
// say.
func (a *app) checkServe(p *projectAt) (list []api.Check) {
	s := settled(p)
	at, faults := reach.Of(&s)
	for _, f := range faults {
		list = append(list, a.checkedFault(f))
	}
	if at == nil || s.Listen == "" && s.Behind == "" && !at.Encrypted() && len(list) == 0 {
		return list
	}
	c, err := a.certificateOf(p, at)
	if f, ok := errors.AsType[*reach.Fault](err); ok {
		return append(list, a.checkedFault(f))
	}
	switch said := at.Origin(at.Port); {
	case len(list) > 0:
	case c == nil:
		list = append(list, checked("serve", "ok", a.words.T("doctor.serve.ok", said)))
	default:
		until := a.words.Date(c.Leaf.NotAfter)
		list = append(list, checked("serve", "ok", a.words.T("doctor.serve.until", said, until)))
	}
	if s.TLS {
		for _, h := range reach.Broad(at.Hosts) {
			list = append(list, checked("serve", "warning", a.words.T("doctor.serve.broad", h)))
		}
	}
	return list
}

// certificateOf reads the certificate of a place, and tells what is wrong with it; nil when there is none yet.
func (a *app) certificateOf(p *projectAt, at *reach.Place) (*tls.Certificate, error) {
	s := &at.Settings
	switch {
	case s.TLS && s.Cert == "":
		return nil, a.authority(p).Check(at.Hosts)
	case s.Cert == "" || s.Key == "":
		return nil, nil //nolint:nilnil // none is needed, or the fault is told
	}
	c, err := reach.ReadPair(s.Cert, s.Key)
	if err != nil {
		return nil, err
	}
	return c, reach.Lasting(c, at.Hosts, a.env.now())
}

func (a *app) checkedFault(f *reach.Fault) api.Check {
	failed := a.unsafe(f, nil)
	said := failed.sentence(a.words)
	if f.Err != nil && !errors.Is(f.Err, fs.ErrNotExist) {
		said += " (" + technical(a.words, f.Err) + ")"
	}
	return checked("serve", "error", said+a.hint(failed))
}
