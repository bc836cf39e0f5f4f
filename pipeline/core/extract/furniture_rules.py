"""What furniture looks like: one anchored pattern a kind, in English and French, for short lines only.

Every pattern must match from the beginning of the line, most to its end, so that copy which merely speaks of
newsletters or videos stays copy. ``most`` is the longest line, in signs, that a rule may take.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of furniture line."""

    name: str
    pattern: re.Pattern[str]
    most: int


def _rule(name: str, most: int, *patterns: str) -> Rule:
    return Rule(name, re.compile(rf"^[\W_]{{0,4}}(?:{'|'.join(patterns)})", re.IGNORECASE), most)


_END = r"[\s.:!…»>→]*$"
_OUR = r"(?:our|the|your|my|this|[A-Z][\w'’]+(?: [A-Z][\w'’]+){0,3}['’]s?)"
RULES: tuple[Rule, ...] = (
    _rule(
        "advertisement",
        140,
        rf"(?:advertisements?|advertising|ads?|publicité|annonce|werbung|anzeige|publicidad|pubblicità|"
        rf"advertentie|sponsored(?: content)?|contenu commandité|adchoices|paid content){_END}",
        rf"(?:story|article|content|post|video) continues? (?:below|after)\b.{{0,60}}{_END}",
        rf"(?:scroll down to |swipe to )?continue(?:s)? reading (?:below|after|the main "
        rf"story)\b.{{0,60}}{_END}",
        rf"(?:la suite|le texte|l['’]article|l['’]histoire)(?: de l['’]article)? (?:se poursuit|continue|"
        rf"après|ci-dessous)\b.{{0,50}}{_END}",
        rf"(?:suite|la suite) (?:du texte|de l['’]article)? ?(?:après|sous|ci-dessous|plus "
        rf"bas).{{0,50}}{_END}",
        rf"(?:ad|advertisement) ?(?:\d|feedback|choices|\(\d).{{0,20}}{_END}|skip (?:advertisement|ad|past "
        rf"ad.{{0,20}}){_END}",
        rf"(?:after|below) (?:the )?(?:ad|advert|advertisement|break).{{0,30}}{_END}",
    ),
    _rule(
        "newsletter",
        330,
        r"(?:please )?(?:sign|signing) up (?:for|to|here|now|today|and)\b.{0,200}(?:newsletters?|"
        r"briefings?|alerts?|e-?mails?|inbox|updates?|digest|headlines|stories|never miss|free|daily|"
        r"weekly|morning|story)\b.{0,120}",
        r"subscribe (?:now |here |today |free |for free )?(?:to|for|and|here|now|"
        r"today)\b.{0,160}(?:newsletters?|briefings?|alerts?|e-?mails?|inbox|youtube|podcast|updates?|"
        r"channel|digest|access|news|offer|today|now)\b.{0,100}",
        rf"(?:get|receive|want) {_OUR}? ?.{{0,120}}(?:in|to|into|delivered to|straight to|sent to) your "
        rf"(?:e-?mail )?inbox\b.{{0,120}}",
        rf"get (?:the )?(?:breaking|latest|daily|top|our|a|weekly)? ?(?:[A-Z]\w+ )?.{{0,60}}\b(?:news "
        rf"alerts|newsletters?|breaking news|national news|daily news|briefing){_END}",
        r"for (?:news|more|the latest|breaking)\b.{0,120}\b(?:sign up|subscribe|register)\b.{0,160}",
        r"(?:never|don['’]t) miss (?:a|an|our|any|the)\b.{0,60}(?:story|news|update|alert|newsletter|beat|"
        r"moment|headline)s?\b.{0,120}",
        r"by (?:providing|entering|submitting|signing|clicking|subscribing|registering|checking|"
        r"continuing)\b.{0,120}\b(?:you|i)\b.{0,60}(?:agree|read|accept|consent|acknowledge|"
        r"confirm).{0,200}",
        rf"(?:enter )?your e-?mail(?: address)?(?: required| \*)?{_END}|(?:e-?mail address|adresse "
        rf"(?:courriel|e-mail)|votre (?:adresse )?(?:courriel|e-mail)){_END}",
        r"(?:inscrivez-vous|abonnez-vous|s['’]inscrire|s['’]abonner|recevez|ne manquez (?:pas|rien|"
        r"aucune?))\b.{0,200}(?:infolettres?|newsletters?|courriels?|bulletins?|alertes?|boîte|gratuit\w*|"
        r"nouvelles?|actualité|matin|e-?mail|rien)\b.{0,120}",
        r"(?:en (?:vous inscrivant|fournissant|soumettant|cliquant|vous abonnant))\b.{0,200}(?:acceptez|"
        r"consentez|accord|conditions|confidentialité).{0,150}",
        r"(?:this site is|this form is) protected by recaptcha.{0,200}|an error has occurred.{0,60}try "
        r"again.{0,60}|(?:thanks|thank you) for (?:signing up|subscribing|registering).{0,160}|a welcome "
        r"email is on its way.{0,100}|please enable javascript.{0,200}",
        r"(?:the next issue of .{0,80} will soon be in your inbox|we encountered an issue signing you up|"
        r"interested in more newsletters).{0,120}",
    ),
    _rule(
        "read-more",
        220,
        rf"(?:read|see|view|watch|hear|find|discover) (?:more|also|next|now|full (?:story|article|"
        rf"coverage)|all(?: coverage)?)(?: (?:on this topic|here|about this|from us|coverage|stories|"
        rf"news)){{0,2}}{_END}",
        r"(?:read|see|watch|listen|hear)(?: more| also| next| now| on| here)?\s*(?::|\||[-–—]|>>?|"
        r"→)\s*\S.{0,180}",
        r"(?:more|lire|à lire|lire aussi|à lire aussi|à voir|voir aussi|lire plus|lire la suite|en savoir "
        r"plus|lisez aussi|lisez|à lire également|à lire sur le sujet|aussi|related|related (?:story|"
        r"stories|article|articles|content|coverage|video|topics?|links?|reading|news)|recommended|must[- "
        r"]reads?|don['’]t miss|up next|also read|also see|keep reading|further reading|dans la même "
        r"rubrique|sur le même (?:sujet|thème)|articles? (?:liés?|similaires?|connexes?|recommandés?)|"
        r"lesen sie auch|mehr zum thema|lees ook|leggi anche|lee también|leia também|les også|läs också|"
        r"læs også)\s*(?::|>>?|→)\s*.{0,180}",
        rf"(?:related|related (?:story|stories|articles?|content|coverage|videos?|topics?|links?|news|"
        rf"posts?)|read more|lire aussi|à lire aussi|à voir aussi|lire la suite|voir aussi|en savoir plus|"
        rf"recommended(?: for you| stories| reading)?|you (?:may|might) (?:also )?(?:like|be interested "
        rf"in)|more (?:from|on) .{{2,50}}|more stories|more news|more coverage|up next|what to read next|"
        rf"most (?:read|popular|viewed|watched|shared|recent)(?: stories| articles| news)?|les plus (?:lus|"
        rf"populaires|consultés|récents)|latest (?:news|stories|headlines|videos)|top stories|editor['’]s "
        rf"picks?|trending(?: now| stories| topics)?|tendances?|en continu|à la une|in the news|in this "
        rf"(?:story|article)|explore more|sur le même (?:sujet|thème)|dans la même rubrique|articles? "
        rf"(?:liés?|similaires?|connexes?|recommandés?)|plus d['’]actualités|lesen sie auch|mehr zum thema|"
        rf"lees ook|leggi anche|lee también|leia também){_END}",
        r"(?:trending now|tendances|à ne pas manquer|most read|people are also reading)\s*:\s*.{0,180}",
        rf"click here (?:for|to)\b.{{0,120}}{_END}|(?:cliquez|appuyez) ici (?:pour)\b.{{0,120}}{_END}",
        r"(?:for|find) more (?:stories|news|coverage|on this)\b.{0,60}(?:visit|click|go to|here|follow|"
        r"see)\b.{0,120}",
    ),
    _rule(
        "app",
        220,
        rf"(?:download|get|install) (?:{_OUR}|the (?:free )?\w+|\w+['’]s) ?.{{0,60}}\b(?:mobile |news |"
        rf"free )?apps?\b.{{0,120}}",
        r"(?:téléchargez|installez|obtenez) (?:notre|l['’]|la|nos).{0,60}\b(?:appli(?:cation)?s?)\b.{0,120}",
        rf"add .{{2,40}} to (?:your )?home screen{_END}|(?:available|disponible|now available) (?:on|for|"
        rf"sur) (?:the )?(?:app store|google play|ios|android).{{0,80}}",
        r"(?:add|make|set) .{2,40} (?:as|to) (?:a|your) preferred source.{0,60}|(?:choose|select) .{2,40} "
        r"as your preferred.{0,60}",
    ),
    _rule(
        "comments",
        220,
        r"(?:want|like|wish) to (?:discuss|comment|join the conversation|share your).{0,10}\?.{0,120}",
        r"(?:please )?(?:read|review|see|consult) our (?:commenting|comments?|community|comment) (?:policy|"
        r"guidelines|rules|standards).{0,80}",
        rf"(?:leave|post|add|write|view|show|join|read|see|hide|sort|load|close|be the first to) (?:a |"
        rf"your |all |the |more |us a )?(?:\d+ )?(?:comments?|reply|conversation|discussion)(?: \(?\d+\)?| "
        rf"here| below)?{_END}|(?:\(?\d+\)? )?(?:comments?|commentaires?|réactions?)(?: \(?\d+\)?)?{_END}",
        r"comments? (?:are|is|have been) (?:closed|disabled|turned off|moderated|off|now closed|not "
        r"available).{0,140}",
        rf"(?:les )?commentaires (?:sont|ont été) (?:fermés|désactivés|modérés).{{0,120}}|(?:laissez|"
        rf"laisser|écrire|voir|lire|publier|ajouter) (?:un|les|votre|vos) commentaires?.{{0,40}}{_END}",
        r"(?:vous voulez|souhaitez-vous|envie de) (?:commenter|discuter|réagir|participer).{0,120}|"
        r"(?:veuillez )?(?:lire|consulter) (?:d['’]abord )?(?:notre|nos) (?:politique|règles|nétiquette|"
        r"charte).{0,100}",
        r"(?:join|rejoignez) (?:the|la) (?:conversation|discussion).{0,60}|what do you "
        r"think\?.{0,120}(?:comments?|below|let us know).{0,60}|let us know (?:what you think |your "
        r"thoughts )?in the comments.{0,60}",
    ),
    _rule(
        "share",
        260,
        rf"(?:share|tweet|email|e-mail|print|save|copy link|link copied!?|copied|bookmark|listen|facebook|"
        rf"twitter|x|whatsapp|linkedin|reddit|telegram|pinterest|bluesky|threads|flipboard|pocket|sms|"
        rf"messenger|partager|imprimer|envoyer|courriel|copier le lien|enregistrer|écouter|teilen|drucken|"
        rf"compartir|condividi|delen|compartilhar)(?:[\s|,/·•]+(?:share|tweet|email|e-mail|print|save|copy|"
        rf"link|via|on|by|by email|x|facebook|twitter|whatsapp|linkedin|reddit|telegram|pinterest|bluesky|"
        rf"threads|flipboard|pocket|sms|messenger|this|article|story|partager|imprimer|envoyer|courriel|"
        rf"par|sur|lien|enregistrer|cet|écouter)){{0,14}}{_END}",
        rf"(?:share|partagez|partager|send|email|print|save|give|gift|copy) (?:this|cet|cette|ce|a|the)\b "
        rf"?(?:\w+ )?(?:item|article|story|page|post|video|link|texte|nouvelle)?\b.{{0,30}}(?:on|via|by|"
        rf"sur|par|with)?.{{0,140}}(?:facebook|twitter|x|whatsapp|linkedin|reddit|email|e-mail|friends?|"
        rf"telegram|bluesky|courriel|link|article|story|now|free){_END}",
        rf"(?:follow|like|find|join) (?:us|{_OUR}.{{0,30}}) (?:on|sur|at)\b.{{0,140}}|suivez[- ](?:nous|"
        rf".{{2,30}}) sur\b.{{0,120}}|(?:follow|contact|email|reach) (?:me|him|her|them|the (?:reporter|"
        rf"author|writer)) (?:on|at|via)\b.{{0,140}}",
        rf"(?:share this|partagez(?: cet article)?|share(?: this)? (?:story|article|page|post)|share on "
        rf"\w+|share via \w+|partager(?: sur \w+| cet article)?|shares?|\d+ shares?){_END}",
    ),
    _rule(
        "video",
        240,
        r"click to play (?:video|audio)\b.{0,220}",
        rf"(?:watch|listen|video|audio|vidéo|écoutez|écouter|regardez|regarder|voir la vidéo|watch live|"
        rf"watch below|watch above|watch more|play video|lire la vidéo|now playing|video (?:ad|player|"
        rf"unavailable|loading)|this video (?:is unavailable|cannot be played).{{0,60}}|loading (?:video|"
        rf"audio)){_END}",
        r"(?:watch|video|vidéo|écoutez|regardez|listen)\s*(?::|\||>)\s*\S.{0,200}",
        rf"(?:\d{{1,2}}:\d{{2}}\s*(?:/\s*\d{{1,2}}:\d{{2}})?|duration:? \d{{1,2}}:\d{{2}}|durée ?:? "
        rf"\d{{1,2}}:\d{{2}}){_END}|your browser does not support\b.{{0,140}}|this (?:article|story) "
        rf"(?:was|is) (?:read|narrated) by .{{0,100}}",
    ),
    _rule(
        "photo",
        330,
        r"(?:photo|photos|image|images|picture|pictures|illustration|file photo|crédit photo|photo credit|"
        r"image credit|credit|crédit|foto|bild|photograph|photographie|photo illustration)s?\s*(?:by|par|"
        r"courtesy|de|von)?\s*(?::|/|[-–—]|©|\|)\s*\S.{0,140}",
        rf"(?:photo|image|photograph) (?:by|courtesy of|courtesy|par) [^.]{{2,100}}{_END}",
        rf"(?:enlarge|close|expand|open|zoom)(?: this)? (?:image|photo|gallery|in gallery|in "
        rf"modal).{{0,60}}{_END}|(?:hide|show|toggle) caption{_END}|(?:image|photo|slide) \d+ (?:of|de|/) "
        rf"\d+.{{0,60}}|\d+ (?:of|/) \d+{_END}|(?:view|see|voir) (?:the |la )?(?:photo )?(?:gallery|"
        rf"galerie|image in fullscreen).{{0,40}}{_END}",
        rf"(?:getty images|istock(?:photo)?|shutterstock|adobe stock|unsplash|pexels|alamy)(?:/[\w "
        rf".]{{2,40}})?{_END}",
    ),
    _rule(
        "copyright",
        330,
        r"(?:©|\(c\)|copyright\b)\s*(?:copyright )?(?:©|\(c\))?\s*(?:\d{4}|the |by |all |\w+ \d{4}|reuters|"
        r"afp|dpa|ap\b).{0,280}",
        r"all rights reserved\b.{0,200}|tous droits réservés\b.{0,200}|alle rechte vorbehalten\b.{0,100}|"
        r"todos los derechos reservados\b.{0,150}|tutti i diritti riservati\b.{0,100}|riproduzione "
        r"riservata\b.{0,80}",
        r"this material may not be (?:published|reproduced).{0,200}|(?:toute )?reproduction (?:interdite|"
        r"totale ou partielle).{0,150}",
    ),
    _rule(
        "feedback",
        260,
        rf"(?:do you )?(?:have|got) (?:a|any|an) (?:news )?(?:tip|story idea|question|correction|story|"
        rf"suggestion|typo|error)s?\b.{{0,40}}\?.{{0,180}}|(?:report|suggest) (?:an? )?(?:error|typo|"
        rf"correction|mistake)s?.{{0,60}}{_END}|(?:signaler|signalez) une erreur.{{0,40}}{_END}|"
        rf"corrections? and clarifications?{_END}|journalistic standards.{{0,60}}{_END}|about cbc "
        rf"news.{{0,40}}{_END}",
        r"(?:send|email|e-mail) (?:us )?(?:your )?(?:news )?(?:tips?|story ideas?|photos?|questions?|"
        r"comments)\b.{0,160}|(?:vous avez|avez-vous) (?:une?|des) (?:information|question|histoire|"
        r"nouvelle)s?\b.{0,40}\?.{0,140}",
        r"(?:local|quality|independent|good) journalism (?:needs|depends on|matters)\b.{0,120}",
        rf"(?:become|devenez) (?:a |an |un |une )?.{{2,30}} (?:member|supporter|subscriber|membre|abonnée?)"
        rf"(?: today| now| dès maintenant)?{_END}",
        rf"(?:support|soutenez) (?:quality|local|our|le|notre|independent) (?:journalism|"
        rf"journalisme).{{0,140}}|(?:donate|become a member|make a donation|faites un don)(?: now| today| "
        rf"here)?{_END}",
    ),
    _rule(
        "chrome",
        90,
        rf"(?:skip to (?:main )?content|skip to .{{2,30}}|aller au contenu(?: principal)?|menu|search|"
        rf"recherche|rechercher|quick search|close|fermer|log ?in|sign ?in|sign out|se connecter|connexion|"
        rf"register|subscribe(?: now| today)?|s['’]abonner|abonnez-vous|home|accueil|back to top|retour en "
        rf"haut|haut de page|contact us|nous joindre|privacy policy|politique de confidentialité|terms "
        rf"(?:of use|and conditions|of service)|conditions d['’]utilisation|cookie (?:policy|settings|"
        rf"preferences)|load more|show more|afficher plus|voir plus|view all|see all|show less|previous|"
        rf"next|précédent|suivant|updated|live|en direct|breaking news|share|local|loading\W*|"
        rf"chargement\W*|headline link|video link|text (?:size|to speech)|font size|taille du texte|\d+ "
        rf"min(?:ute)?s? (?:read|de lecture)|(?:temps de )?lecture ?:? \d+ min\w*|\d+ ?min){_END}",
        rf"(?:\d{{1,2}}\s?(?:s|m|h|d|w|min|mins|hr|hrs|minutes?|hours?|days?|weeks?)\.? ago|il y a "
        rf"\d{{1,2}}\s?(?:s|m|h|j|min|minutes?|heures?|jours?|semaines?)){_END}",
    ),
    _rule(
        "tail",
        420,
        r"(?:companies|entreprises|sociétés) (?:in this story|mentionnées|dans cette)\b.{0,380}",
        r"[-–—]{0,2} ?(?:with (?:files?|additional (?:files|reporting)|reporting|contributions?|material) "
        r"(?:from|by)|avec (?:des|les) (?:informations|fichiers|renseignements) d[eu]s?|avec l['’]aide "
        r"d[eu]|mit (?:material|informationen) (?:von|der)|additional reporting by)\b[^!?]{2,300}$",
        r"\(?(?:reporting|writing|editing) by [A-Z][^!?]{2,120}(?:;|,|\band\b)[^!?]{2,260}$|"
        r"\(?(?:additional )?reporting by [A-Z][^!?;]{2,80}\)?\.?$|our standards: .{2,60}",
        r"(?:this (?:article|story|report) was (?:produced|published|generated|written|created) (?:by|from|"
        r"with|using|automatically)).{0,200}|this (?:story|article) has not been edited by .{0,200}|"
        r"\(?this story (?:has been|was) (?:published|auto-generated|sourced) from.{0,200}",
    ),
)


_MATCHERS = tuple((rule.name, rule.most, rule.pattern.match) for rule in RULES)


def rule_for(line: str) -> str | None:
    """The name of the first rule that knows the line, or None: then it is copy, as far as patterns can tell."""
    long = len(line)
    for name, most, match in _MATCHERS:
        if long <= most and match(line):
            return name
    return None
