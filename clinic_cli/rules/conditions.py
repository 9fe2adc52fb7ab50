"""Names of conditions and drugs, as data: what a claim promises to take away, and what a quote gives away."""

from __future__ import annotations

from typing import Final

from clinic_cli.rules.language import words_of

DISORDERS: Final = (
    r"c-?ptsd|ptsd|pnd|ppd|eupd|arfid|pmdd|post[\s-]traumatic stress(?: disorder)?|ocd|obsessive[\s-]compulsive(?: disorder)?|adhd|bpd"
    r"|bipolar(?: disorder)?|schizophreni[ac]|schizoaffective(?: disorder)?|psychosis|dissociative(?: identity)? disorder"
    r"|(?:social |separation |generali[sz]ed )?anxiety disorders?|panic disorder|panic attacks?|agoraphobia|claustrophobia"
    r"|social anxiety|health anxiety|(?:postpartum|postnatal|perinatal|prenatal|clinical|major|severe|manic|seasonal|chronic|treatment-resistant) depression"
    r"|major depressive(?: disorder)?|depressive (?:disorder|episodes?)|dysthymia|manic episodes?|mania"
    r"|eating disorders?|anorexia(?: nervosa)?|bulimia(?: nervosa)?|binge[\s-]eating(?: disorder)?|body dysmorphi[ac](?: disorder)?"
    r"|(?:borderline|narcissistic|avoidant|antisocial|histrionic|dependent) personality(?: disorder)?|personality disorders?"
    r"|substance use disorder|alcohol use disorder|opioid use disorder|alcoholism|gambling disorder|(?:drug|alcohol|opioid|heroin|porn|sex|gambling|meth|cocaine|pill) addiction"
    r"|autism(?: spectrum(?: disorder)?)?|asperger'?s(?: syndrome)?|tourette'?s(?: syndrome)?|dyslexia|trichotillomania"
    r"|insomnia|narcolepsy|gender dysphoria|conduct disorder|adjustment disorder|attachment disorder|intermittent explosive disorder"
    r"|vaginismus|erectile dysfunction|dementia|alzheimer'?s|parkinson'?s|fibromyalgia|epilepsy|multiple sclerosis|hiv|cancer|diabetes|crohn'?s|lupus"
)
"""Conditions by name, in lower case; each is one whatever stands around it."""

STATES: Final = (
    r"anxiety|depression|trauma|panic|grief|phobias?|fears?|addictions?|stress|insomnia|ptsd|ocd|adhd|anger|loneliness"
    r"|pain|shame|guilt|burnout|jealousy|worry|worries|sadness|despair|codependency|infidelity|low self-esteem|suffering"
    r"|symptoms?|nightmares|flashbacks|cravings|bad habits|disorders?|mental illness(?:es)?|autism|bipolar disorder|eating disorders?"
    r"|panic attacks|self-doubt|heartbreak|schizophrenia|dementia|alcoholism|anorexia|bulimia|binge[\s-]eating|psychosis|sleeplessness|negative thoughts|intrusive thoughts|overthinking|procrastination"
)
"""What people hope to lose, in lower case."""

STATE_WORDS: Final = words_of(
    "anxiety depression trauma panic grief phobia phobias fear fears addiction addictions stress insomnia ptsd ocd",
    "adhd anger loneliness pain shame guilt burnout jealousy worry worries sadness despair codependency infidelity",
    "esteem suffering symptom symptoms nightmares flashbacks cravings bad disorder disorders illness illnesses autism",
    "bipolar attacks doubt heartbreak schizophrenia dementia alcoholism negative intrusive overthinking",
    "procrastination anorexia bulimia binge psychosis sleeplessness",
)
"""The rarest word of each of them: a text without any of these words names no state."""

DRUGS: Final = (
    "zoloft sertraline prozac fluoxetine lexapro escitalopram celexa citalopram paxil paroxetine luvox fluvoxamine effexor "
    "venlafaxine cymbalta duloxetine pristiq wellbutrin bupropion remeron mirtazapine trazodone amitriptyline nortriptyline "
    "xanax alprazolam klonopin clonazepam ativan lorazepam valium diazepam buspar buspirone hydroxyzine propranolol ambien "
    "zolpidem lunesta adderall vyvanse lisdexamfetamine ritalin methylphenidate concerta strattera atomoxetine guanfacine "
    "lamictal lamotrigine depakote lithium seroquel quetiapine abilify aripiprazole risperdal risperidone zyprexa olanzapine "
    "latuda lurasidone clozapine clozaril haldol haloperidol geodon vraylar suboxone buprenorphine methadone naltrexone "
    "vivitrol antabuse disulfiram spravato esketamine ketamine antidepressant antidepressants ssri ssris snri snris "
    "elvanse medikinet cipralex lustral seroxat efexor zopiclone zimovane imovane temazepam trintellix brintellix vortioxetine "
    "desvenlafaxine acamprosate dexamfetamine dexamphetamine "
    "benzodiazepine benzodiazepines benzos antipsychotic antipsychotics"
)
"""Drugs by brand and by name, in lower case, parted by spaces."""
