package cli

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recette/fixtures"
)

// crmServer is the demo system, answering.
type crmServer struct {
	url  string
	stop func() error
}

// startCRM starts the demo system on addr, or on a free port when addr is taken.
func (a *app) startCRM(ctx context.Context, addr, database string, defects []string) (*crmServer, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		host, _, splitErr := net.SplitHostPort(addr)
		if splitErr != nil {
			return nil, fail("bad-value", splitErr, "--addr", addr, demoAddr)
		}
		if l, err = lc.Listen(ctx, "tcp", net.JoinHostPort(host, "0")); err != nil {
			return nil, fail("file", err, addr)
		}
	}
	crm,
		err := fixtures.NewCRM(
		ctx, fixtures.Options{Database: database, Clock: a.env.Now, Defects: defects, Log: io.Discard},
	)
	if err != nil {
		if errors.Is(err, fixtures.ErrUnknownDefect) {
			err = fail("bad-value", nil, "--defect", strings.Join(defects, ","), several(defectNames()))
		}
		return nil, errors.Join(err, l.Close())
	}
	server := crm.Server(addr)
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	return &crmServer{
		url: "http://" + l.Addr().String(),
		stop: func() error {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			err := server.Shutdown(ctx)
			if served := <-done; !errors.Is(served, http.ErrServerClosed) {
				err = errors.Join(err, served)
			}
			return errors.Join(err, crm.Close())
		},
	}, nil
}

func defectNames() []string {
	var names []string
	for _, d := range fixtures.Defects() {
		names = append(names, d.Name)
	}
	return names
}

// demoCRM serves the demo system alone, so that a person can repeat the demo's commands or look at the portal.
func (a *app) demoCRM() *cobra.Command {
	var addr, database string
	var defects []string
	c := a.command("crm", "demo.crm")
	c.Args = exactly(0)
	c.Flags().StringVar(&addr, "addr", demoAddr, a.words.T("flag.demo.addr"))
	c.Flags().StringVar(&database, "database", "crm.db", a.words.T("flag.demo.database"))
	c.Flags().StringSliceVar(&defects, "defect", nil, a.words.T("flag.demo.defect"))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		server, err := a.startCRM(cmd.Context(), addr, a.path(database), defects)
		if err != nil {
			return err
		}
		say(a.env.Stdout, a.words.T("demo.crm", server.url, strings.Join(defects, ", ")))
		say(a.env.Stdout, a.words.T("demo.crm-stop"))
		<-cmd.Context().Done()
		return server.stop()
	}
	return c
}
