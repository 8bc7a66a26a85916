package signoff_test

import (
	"bytes"
	"testing"
)

// A signature is dated in the time zone of the campaign, as the pages that it stands on: dated elsewhere, it could read
// as made the day before.
func TestSign_IsDatedWhereTheCampaignIs(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]string{
		"":                   "(D:20261123093000+01'00",
		"America/Guadeloupe": "(D:20261123043000-04'00",
	} {
		d := newDesk(t)
		d.zone = zone
		d.keys(false)
		d.campaign("v1")
		d.decide("v1")
		signed, err := d.sign(elise, d.render("v1"))
		d.must(err)
		if !bytes.Contains(signed.Data, []byte("/M "+want)) && !bytes.Contains(signed.Data, []byte("/M"+want)) {
			t.Errorf("in %q the signature is not dated %s", zone, want)
		}
	}
}
