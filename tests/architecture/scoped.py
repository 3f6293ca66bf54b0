"""What a view may read without `zichtbaar_voor`, expression by expression, each with its reason."""

# Rows that belong to a row the view already found through its scope; each with its reason.
ALREADY_SCOPED: dict[str, dict[str, str]] = {
    "begeleiding/views/panels.py": {
        "Traject.objects.select_related('leerling', 'cohort').in_bulk(ids)": "keys of the caseload",
        "Traject.objects.filter(leerling=leerling).mag_nog(dag).values_list('pk', flat=True)": "only for a sum",
        "Leerling.objects.filter(visible(Leerling, alleen_totaal, dag), pk=leerling.pk).exists()": "a scope of its own",
    },
    "begeleiding/views/caseload.py": {
        (
            "Aanstelling.objects.filter(rol__in=rollen_met(Recht.CONTACT_VASTLEGGEN), "
            "organisatie__regio__in=regios, medewerker__is_active=True, bevestigd_op__isnull=False).exclude("
            "medewerker=medewerker).select_related('medewerker', 'organisatie', 'werkplek_school')"
        ): "colleagues by name and school, no pupils",
    },
    "begeleiding/views/contacten.py": {
        "Contact.objects.filter(sleutel__in=al_opgeslagen).exists()": "keys of the own form",
    },
    "begeleiding/views/stappen.py": {
        (
            "Traject.objects.filter(pk=traject.pk).begeleid_door(mijn, dag).exists()"
        ): "one traject that was found in scope",
    },
    "begeleiding/views/verdeling.py": {
        (
            "Cohort.objects.filter(regio=self.organisaties[0].regio_id, jaar=self.dag.year).first()"
        ): "the year, no people",
        (
            "Aanstelling.objects.filter(pk=key, organisatie__in=self.organisaties).select_related('medewerker')"
        ): "workers of the own organisations",
        (
            "Toewijzing.objects.filter(waarneming=True, traject__in=self.trajecten.values('pk'))"
        ): "of the scoped trajecten",
        "Organisatie.objects.filter(pk__in=keys).order_by('naam')": "the own organisations",
        (
            "Toewijzing.objects.filter(waarneming=True, tot__gte=self.dag, traject__in=self.trajecten."
            "values('pk')).select_related('traject__leerling', 'aanstelling__medewerker', "
            "'vastgelegd_door').order_by('van', 'traject__leerling__achternaam', 'pk')"
        ): "of the scoped trajecten",
    },
    "begeleiding/views/verloop.py": {
        (
            "Schoolkeuze.objects.filter(leerling=traject.leerling_id, soort=Keuzesoort.DEFINITIEF, "
            "van__gte=traject.vanaf).select_related('school')"
        ): "of one traject that was found in scope",
    },
    "overdracht/views/besprekingen.py": {
        "Keuze.objects.filter(pk__in=[row.reden_1_id, row.reden_2_id])": "words, not people",
    },
}
