package reports

func boxOptions(t Texts) SignatureBoxOptions {
	return SignatureBoxOptions{
		Texts: t, Language: "fr", Width: 232, Height: 74, Name: "Hélène Garçonnet", Role: "po", Entity: "Confédération, DSI",
		Decision: "accepted_with_reserves", At: *at(24, 17, 58), Location: paris(), Fingerprint: sha("pv"), Trust: "AC interne du projet", Demo: true,
	}
}
