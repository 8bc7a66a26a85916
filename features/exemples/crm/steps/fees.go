package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"

	"github.com/cucumber/godog"
)

var (
	reDueAmount  = regexp.MustCompile(`^la cotisation due est de "([\d ]+,\d{2})" €$`)
	reDueMonths  = regexp.MustCompile(`^la cotisation couvre (\d+) mois$`)
	reRenew      = regexp.MustCompile(`^le renouvellement est demandé(?: avec un effectif de (\d+) salariés)?$`)
	reRenewed    = regexp.MustCompile(`^l'entreprise "([^"]+)" dont le renouvellement est enregistré$`)
	reCalled     = regexp.MustCompile(`^la cotisation (\d{4}) est appelée$`)
	reDeadline   = regexp.MustCompile(`^l'échéance est fixée au (\d{2}/\d{2}/\d{4})$`)
	reRemind     = regexp.MustCompile(`^les relances du jour sont envoyées$`)
	reReminded   = regexp.MustCompile(`^les relances du jour déjà envoyées$`)
	reReceived   = regexp.MustCompile(`^l'entreprise reçoit "(aucune relance|première relance|mise en demeure)"$`)
	reRemove     = regexp.MustCompile(`^la radiation est demandée$`)
	reStatus     = regexp.MustCompile(`^le statut de l'entreprise est "([^"]+)"$`)
	reSituation  = regexp.MustCompile(`^la situation de l'entreprise est "([^"]+)"$`)
	rePay        = regexp.MustCompile(`^un règlement de "([\d ]+,\d{2})" € est encaissé$`)
	reLeft       = regexp.MustCompile(`^le solde dû est de "([\d ]+,\d{2})" €$`)
	reDiscount   = regexp.MustCompile(`^une remise de (\d+) % est accordée$`)
	reDiscounted = regexp.MustCompile(`^une remise de (\d+) % déjà accordée par le siège$`)
)

func registerFees(sc *godog.ScenarioContext) {
	sc.Step(reDueAmount, func(ctx context.Context, want string) error {
		d, err := lastDue(ctx)
		if err != nil {
			return err
		}
		return expect("cotisation due", d.Amount, decimal(want))
	})
	sc.Step(reDueMonths, func(ctx context.Context, want int) error {
		d, err := lastDue(ctx)
		if err == nil && d.Months != want {
			err = differ("mois couverts", d.Months, want)
		}
		return err
	})
	sc.Step(reRenew, renew)
	sc.Step(reRenewed, renewed)
	sc.Step(reCalled, called)
	sc.Step(reDeadline, deadline)
	sc.Step(reRemind, remind)
	sc.Step(reReminded, remind)
	sc.Step(reReceived, received)
	sc.Step(reRemove, func(ctx context.Context) error {
		w := in(ctx)
		return w.act(ctx, http.MethodPost, w.company+"/radiation", nil)
	})
	sc.Step(reStatus, func(ctx context.Context, want string) error {
		a, err := in(ctx).look(ctx, in(ctx).company)
		if err != nil {
			return err
		}
		return expect("statut", a.json.Status, want)
	})
	sc.Step(reSituation, func(ctx context.Context, want string) error {
		a, err := in(ctx).look(ctx, in(ctx).company)
		if err != nil {
			return err
		}
		return expect("situation", a.json.Situation, want)
	})
	sc.Step(rePay, pay)
	sc.Step(reLeft, left)
	sc.Step(reDiscount, discount)
	sc.Step(reDiscounted, discounted)
}

// lastDue is the fee the last answer speaks of: the answer itself, or the fee
// of the company it shows.
func lastDue(ctx context.Context) (resource, error) {
	a := in(ctx).last
	switch {
	case a.status >= 300:
		return resource{}, fmt.Errorf(
			"aucune cotisation n'est calculée : réponse %d, %s", a.status, fold(a.json.Detail),
		)
	case a.json.Due != nil:
		return *a.json.Due, nil
	case a.json.Year != 0:
		return a.json.resource, nil
	}
	return resource{}, errors.New("la réponse ne contient pas de cotisation")
}

func renew(ctx context.Context, size string) error {
	w := in(ctx)
	var body any
	if size != "" {
		body = `{"effectif":` + size + `}`
	}
	return w.act(ctx, http.MethodPost, w.company+"/renouvellement", body)
}

func renewed(ctx context.Context, name string) error {
	if err := chooseCompany(ctx, name); err != nil {
		return err
	}
	if err := renew(ctx, ""); err != nil {
		return err
	}
	return created(in(ctx).last)
}

func created(a answer) error {
	if a.status >= 300 {
		return fmt.Errorf("la préparation est refusée : réponse %d, %s", a.status, fold(a.json.Detail))
	}
	return nil
}

func called(ctx context.Context, year int) (context.Context, error) {
	w := in(ctx)
	ctx = w.proof(ctx)
	d, err := lastDue(ctx)
	if err == nil && d.Year != year {
		err = differ("année appelée", d.Year, year)
	}
	return ctx, err
}

func deadline(ctx context.Context, day string) error {
	d, err := lastDue(ctx)
	if err != nil {
		return err
	}
	iso, err := isoDay(day)
	if err != nil {
		return err
	}
	return expect("échéance", d.Deadline, iso)
}

func remind(ctx context.Context) error {
	return in(ctx).act(ctx, http.MethodPost, "/api/relances", nil)
}

// received reads what the last sending of reminders holds for the company.
func received(ctx context.Context, want string) (context.Context, error) {
	w := in(ctx)
	ctx = w.proof(ctx)
	if err := created(w.last); err != nil {
		return ctx, err
	}
	k, err := w.look(ctx, w.company)
	if err != nil {
		return ctx, err
	}
	got := "aucune relance"
	for _, m := range w.last.json.Members {
		if m.Company == k.json.Name {
			got = m.Kind
		}
	}
	return ctx, expect("envoi à l'entreprise", got, want)
}

// fee returns the address of the latest fee of the company.
func fee(ctx context.Context) (string, error) {
	w := in(ctx)
	a, err := w.look(ctx, w.company)
	if err != nil {
		return "", err
	}
	if a.json.Due == nil {
		return "", errors.New("l'entreprise n'a pas de cotisation")
	}
	return a.json.Due.Address, nil
}

func pay(ctx context.Context, amount string) error {
	address, err := fee(ctx)
	if err != nil {
		return err
	}
	return in(ctx).act(ctx, http.MethodPost, address+"/paiements", map[string]string{"montant": decimal(amount)})
}

func left(ctx context.Context, want string) error {
	a, err := in(ctx).look(ctx, in(ctx).company)
	if err != nil {
		return err
	}
	if a.json.Due == nil {
		return errors.New("l'entreprise n'a pas de cotisation")
	}
	return expect("solde dû", a.json.Due.Left, decimal(want))
}

func discount(ctx context.Context, percent int) error {
	address, err := fee(ctx)
	if err != nil {
		return err
	}
	return in(ctx).act(ctx, http.MethodPost, address+"/remise", map[string]int{"taux": percent})
}

// discounted prepares a discount as the head office, whoever is connected.
func discounted(ctx context.Context, percent int) error {
	w := in(ctx)
	address, err := fee(ctx)
	if err != nil {
		return err
	}
	a, err := w.send(ctx, w.tokens[key("gestionnaire-national", "Siège national")], http.MethodPost,
		address+"/remise", map[string]int{"taux": percent})
	if err != nil {
		return err
	}
	return created(a)
}
