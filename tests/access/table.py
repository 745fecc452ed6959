"""Who is answered what, at every address of the product (R30, R73a). An address that stands here nowhere fails a test.

Who comes: a stranger; an agent of another workgroup; a member of the workgroup to which the things belong; a supervisor of
another one (watcher); the supervisor of that one; an administrator, who belongs to none. What they are answered: `login`,
sent to sign in; a status that refuses; `in`, let in; a dot: not asked, as it is slow and the same to all. Where a right is
named, a seventh person who has that right alone is answered like the administrator, and an eighth who has every right but
that one is answered 403.
"""

from audit.rights import Right
from tests.access import table_quality
from tests.access.table_supervision import SUPERVISION

PEOPLE = ["stranger", "agent", "member", "watcher", "supervisor", "administrator"]

ROWS = """
# address                              method  things             right      | stranger agent member watcher supervisor admin
alive                                  GET     -                  -          | in       in    in     in      in         in
ready                                  GET     -                  -          | in       in    in     in      in         in
openapi                                GET     -                  -          | in       .     .      .       .          .
account_login                          GET     -                  -          | in       in    in     in      in         in
account_logout                         GET     -                  -          | in       in    in     in      in         in
account_inactive                       GET     -                  -          | in       in    in     in      in         in
account_signup                         GET     -                  -          | in       in    in     in      in         in
account_reauthenticate                 GET     -                  -          | login    in    in     in      in         in
account_email                          GET     -                  -          | login    in    in     in      in         in
account_email_verification_sent        GET     -                  -          | in       in    in     in      in         in
account_change_password                GET     -                  -          | login    in    in     in      in         in
account_set_password                   GET     -                  -          | login    in    in     in      in         in
account_reset_password                 GET     -                  -          | in       in    in     in      in         in
account_confirm_login_code             GET     -                  -          | login    in    in     in      in         in
account_confirm_email                  GET     key                -          | in       in    in     in      in         in
account_reset_password_from_key_done   GET     -                  -          | in       in    in     in      in         in
account_reset_password_from_key        GET     key,key            -          | in       in    in     in      in         in
account_reset_password_done            GET     -                  -          | in       in    in     in      in         in
mfa_index                              GET     -                  -          | login    in    in     in      in         in
mfa_authenticate                       GET     -                  -          | login    in    in     in      in         in
mfa_reauthenticate                     GET     -                  -          | login    in    in     in      in         in
mfa_activate_totp                      GET     -                  -          | login    in    in     in      in         in
mfa_deactivate_totp                    GET     -                  -          | login    404   404    404     404        404
mfa_view_recovery_codes                GET     -                  -          | login    404   404    404     404        404
mfa_generate_recovery_codes            GET     -                  -          | login    in    in     in      in         in
mfa_download_recovery_codes            GET     -                  -          | login    404   404    404     404        404
agents:set_password                    GET     key                -          | 410      410   410    410     410        410
openid:begin                            GET     signonprovider     -          | in       in    in     in      in         in
openid:back                             GET     signonprovider     -          | in       in    in     in      in         in

workspace:desk                         GET     -                  -          | login    in    in     in      in         in
workspace:responses                    GET     -                  -          | login    in    in     in      in         in
workspace:response-new                 GET     -                  -          | login    in    in     in      in         in
workspace:response-edit                GET     response           -          | login    404   403    404     403        in
workspace:responses-import             GET     response_library   -          | login    404   403    404     403        in
workspace:responses-import             POST    response_library   -          | login    404   403    404     403        in
workspace:responses-export             GET     response_library   -          | login    404   in     404     in         in
workspace_api:desk                     GET     -                  -          | 403      in    in     in      in         in
workspace_api:seat                     POST    -                  -          | 403      in    in     in      in         in
workspace_api:seat                     DELETE  -                  -          | 403      in    in     in      in         in
workspace_api:status                   PUT     -                  -          | 403      in    in     in      in         in
workspace_api:settings                 PATCH   -                  -          | 403      in    in     in      in         in
workspace_api:targets                  GET     -                  -          | 403      in    in     in      in         in
workspace_api:find                     GET     -                  -          | 403      in    in     in      in         in
workspace_api:own-queue                GET     -                  -          | 403      in    in     in      in         in
workspace_api:lengths                  POST    -                  -          | 403      in    in     in      in         in
workspace_api:responses                GET     -                  -          | 403      in    in     in      in         in
workspace_api:response-libraries       GET     -                  -          | 403      in    in     in      in         in
workspace_api:response                 GET     response           -          | 403      404   in     404     in         in
workspace_api:response                 DELETE  response           -          | 403      404   403    404     403        in
workspace_api:response-copies          POST    response           -          | 403      404   in     404     in         in
workspace_api:response-revisions       GET     response           -          | 403      404   in     404     in         in
workspace_api:response-file            GET     response_file      -          | 403      404   in     404     in         in
workspace_api:response-category        PUT     category           -          | 403      404   403    404     403        in
workspace_api:placeholders             GET     waiting            -          | 403      404   in     404     in         404
workspace_api:response-files           POST    owned              -          | 403      404   404    404     in         404
workspace_api:queue                    GET     workgroup          -          | 403      404   in     404     in         404
workspace_api:interaction              GET     waiting            -          | 403      404   in     404     in         404
workspace_api:interaction              GET     owned              -          | 403      404   404    404     in         404
acd_api:routing                        GET     waiting            -          | 403      404   in     404     in         404
workspace_api:messages                 GET     waiting            -          | 403      404   in     404     in         404
workspace_api:events                   GET     waiting            -          | 403      404   in     404     in         404
workspace_api:pick-up                  POST    waiting            -          | 403      404   in     404     in         404
workspace_api:pick-up                  POST    owned              -          | 403      404   404    404     in         404
workspace_api:decline                  POST    owned              -          | 403      404   404    404     in         404
workspace_api:hold                     POST    owned              -          | 403      404   404    404     in         404
workspace_api:park                     POST    owned              -          | 403      404   404    404     in         404
workspace_api:transfer                 POST    owned              -          | 403      404   404    404     in         404
workspace_api:take-back                POST    owned              -          | 403      404   404    404     in         404
workspace_api:take-over                POST    owned              -          | 403      404   404    404     in         404
workspace_api:take-over                POST    waiting            -          | 403      404   404    404     in         404
workspace_api:disconnect               POST    owned              -          | 403      404   404    404     in         404
workspace_api:help                     POST    owned              -          | 403      404   404    404     in         404
workspace_api:help                     DELETE  owned              -          | 403      404   404    404     in         404
workspace_api:help-seen                POST    owned              -          | 403      404   404    404     in         404
workspace_api:help-answer              POST    owned              -          | 403      404   404    404     in         404
workspace_api:join                     POST    owned              -          | 403      404   404    404     in         404
workspace_api:join                     DELETE  owned              -          | 403      404   404    404     in         404
workspace_api:coach                    POST    owned              -          | 403      404   404    404     in         404
workspace_api:codes                    POST    owned              -          | 403      404   404    404     in         404
workspace_api:reopen                   POST    owned              -          | 403      404   404    404     in         404
workspace_api:read                     POST    owned              -          | 403      404   404    404     in         404
workspace_api:read-marks               GET     waiting            -          | 403      404   in     404     in         404
workspace_api:read-marks               POST    owned              -          | 403      404   404    404     in         404
workspace_api:replies                  POST    owned              -          | 403      404   404    404     in         404
workspace_api:acts                     GET     waiting            -          | 403      404   in     404     in         404
workspace_api:acts                     POST    owned              -          | 403      404   404    404     in         404
workspace_api:files                    POST    owned              -          | 403      404   404    404     in         404
workspace_api:revisions                GET     waiting,message    -          | 403      404   in     404     in         404
workspace_api:file                     GET     file               -          | 403      404   in     404     in         404
workspace_api:file                     PUT     file               -          | 403      404   404    404     404        404
workspace_api:file                     DELETE  file               -          | 403      404   404    404     404        404
workspace_api:drafts                   GET     owned              -          | 403      404   404    404     in         404
workspace_api:drafts                   PUT     waiting            -          | 403      404   in     404     in         404
workspace_api:notes                    POST    owned              -          | 403      404   404    404     in         404
workspace_api:notes                    POST    waiting            -          | 403      404   in     404     in         404
workspace_api:note                     GET     note               -          | 403      404   in     404     in         404
workspace_api:note                     PUT     note               -          | 403      404   in     404     in         404
workspace_api:note                     DELETE  note               -          | 403      404   in     404     in         404
workspace_api:portrait                 GET     portrait           -          | 403      404   in     404     in         404
workspace_api:delivery                 POST    delivery           -          | 403      404   404    404     in         404
workspace_api:delivery                 DELETE  delivery           -          | 403      404   404    404     in         404
workspace_api:undo                     POST    delivery           -          | 403      404   404    404     404        404
workspace_api:retry                    POST    delivery           -          | 403      404   404    404     in         404
workspace_api:labels                   GET     -                  -          | 403      in    in     in      in         in
workspace_api:customer                 GET     waiting            -          | 403      404   in     404     in         404
workspace_api:customer                 GET     owned              -          | 403      404   404    404     in         404
workspace_api:history                  GET     waiting            -          | 403      404   in     404     in         404
workspace_api:past                     GET     waiting,before     -          | 403      404   404    404     in         404
workspace_api:labeling                 POST    waiting            -          | 403      404   in     404     in         404
workspace_api:label                    DELETE  waiting,label      -          | 403      404   in     404     in         404
workspace_api:attribute                PUT     owned,language     -          | 403      404   404    404     in         404
workspace_api:gather                   POST    owned              -          | 403      404   404    404     in         404
workspace_api:likely                   GET     owned              merge      | 403      404   403    404     in         404
workspace_api:merge                    GET     owned,other        merge      | 403      404   403    404     in         404
workspace_api:merge                    POST    owned,other        merge      | 403      404   403    404     in         404
workspace_api:unmerge                  POST    owned,merged       merge      | 403      404   403    404     in         404
workspace_api:block                    POST    owned              block      | 403      403   403    404     in         404
workspace_api:block                    DELETE  owned              block      | 403      403   403    404     in         404

reports:reports                        GET     -                  reports    | login    403   403    in      in         in
reports:schedule                       GET     -                  reports    | login    403   403    in      in         in
reports:schedule                       POST    -                  reports    | login    403   403    in      in         in
reports:unschedule                     POST    mailed             reports    | login    403   403    404     in         404
statistics:board                       GET     -                  statistics | login    403   403    in      in         in
statistics:stay                        POST    -                  statistics | login    403   403    in      in         in
statistics:alerts                      GET     -                  statistics | login    403   403    in      in         in
statistics:alert-new                   GET     -                  statistics | login    403   403    in      in         in
statistics:alert-preview               POST    -                  statistics | login    403   403    in      in         in
statistics:alert-edit                  GET     alert              statistics | login    403   403    404     in         404
statistics:alert-edit                  POST    alert              statistics | login    403   403    404     in         404
statistics:alert-delete                POST    alert              statistics | login    403   403    404     in         404
statistics:objective                   POST    workgroup          statistics | login    403   403    404     in         404

erasure:list                           GET     -                  -          | login    403   403    in      in         in
erasure:customer                       GET     other              -          | login    403   403    in      in         in
erasure:customer                       POST    other              -          | login    403   403    in      in         in
erasure:report                         GET     erasure            -          | login    403   403    in      in         in
policies:list                          GET     -                  policies   | login    403   403    in      in         in
policies:new                           GET     initiation         policies   | login    403   403    in      in         in
policies:edit                          GET     policy             policies   | login    403   403    in      in         in
policies:edit                          POST    policy             policies   | login    403   403    in      in         in
policies:act                           POST    policy             policies   | login    403   403    in      in         in
policies:runs                          GET     -                  policies   | login    403   403    in      in         in
workspace_api:recording                POST    owned              -          | 403      404   404    404     in         404
workspace_api:recording                DELETE  owned              -          | 403      404   404    404     in         404
recordings:list                        GET     -                  recordings | login    403   403    in      in         in
recordings:player                      GET     recording          -          | login    404   404    404     in         in
recordings:dock                        GET     recording          -          | login    404   404    404     in         in
recordings:file                        GET     recording,recorded -          | login    404   404    404     in         in
recordings:export                      GET     recording,json     -          | login    404   404    404     in         in
recordings:archive                     POST    recording          -          | login    404   404    404     404        in
recordings:restore                     POST    recording          -          | login    404   404    404     404        in
recordings:delete                      POST    recording          -          | login    404   404    404     404        in
acd_api:line                           GET     workgroup          -          | 403      404   404    404     in         in

channels_api:templates                 GET     -                  -          | 403      in    in     in      in         in
channels_api:template-preview          POST    usable             -          | 403      in    in     in      in         in
channels_api:message-links             GET     channel            administer | 403      403   403    403     403        in
channels_api:message-links             POST    channel            administer | 403      403   403    403     403        in
channels_api:message-link              PUT     channel,link       administer | 403      403   403    403     403        in
channels_api:message-link              DELETE  channel,link       administer | 403      403   403    403     403        in
channels_api:message-link-qr           GET     channel,link,png   administer | 403      403   403    403     403        in

console:index                          GET     -                  -          | login    403   403    403     403        in
console:find                           GET     -                  -          | login    403   403    403     403        in
console:license_load                   GET     -                  licenses   | login    403   403    403     403        in
console:name_check                     GET     -                  administer | login    403   403    403     403        in
console:number_check                   GET     -                  administer | login    403   403    403     403        in
console:evidence                       GET     evidence           administer | login    403   403    403     403        in
console:message_links                  GET     channel            administer | login    403   403    403     403        in
console:message_link                   GET     channel,link       administer | login    403   403    403     403        in
console:message_link_delete            GET     channel,link       administer | login    403   403    403     403        in
console:onboarding                     GET     onboarding         administer | login    403   403    403     403        in
console:onboarding_act                 POST    onboarding,read    administer | login    403   403    403     403        in
console:verification                   GET     phonenumber        administer | login    403   403    403     403        in
console:verification_act               POST    phonenumber,code   administer | login    403   403    403     403        in
console:hours                          GET     -                  people     | login    403   403    403     403        in
console:hours_edit                     GET     workgroup          people     | login    403   403    403     403        in
console:workgroup_duplicate            POST    workgroup          people     | login    403   403    403     403        in
console:audit_csv                      GET     -                  read       | login    403   403    403     403        in
console:noise_caught                   GET     -                  -          | login    403   403    403     403        in
console:agents_import                  GET     -                  people     | login    403   403    403     403        in
console:agents_import                  POST    -                  people     | login    403   403    403     403        in
console:agents_sample                  GET     -                  people     | login    403   403    403     403        in
console:agent_invite                   POST    agents_agent       people     | login    403   403    403     403        in
console:agent_log-off                  POST    agents_agent       people     | login    403   403    403     403        in
console:agent_deactivate               POST    agents_agent       people     | login    403   403    403     403        in
console:agent_activate                 POST    agents_agent       people     | login    403   403    403     403        in
console:switch                         POST    -                  administer | login    403   403    403     403        in
console:attributes                     GET     -                  administer | login    403   403    403     403        in
console:attributes_server              GET     -                  administer | login    403   403    403     403        in
console:attributes_channel             GET     channel            administer | login    403   403    403     403        in
console:profile_wanted                 GET     onboarding         administer | login    403   403    403     403        in
console:profile                        GET     phonenumber        administer | login    403   403    403     403        in
console:profile_act                    POST    phonenumber,compare administer | login    403   403    403     403        in
console:name                           GET     phonenumber        administer | login    403   403    403     403        in
console:name_act                       POST    phonenumber,drop   administer | login    403   403    403     403        in
console:profile_photo                  GET     phonenumber        administer | login    403   403    403     403        404
console:link_start                     POST    platformapp        administer | login    403   403    403     403        in
console:link_choose                    GET     platformapp        administer | login    403   403    403     403        in
console:link_callback                  GET     facebook           administer | login    403   403    403     403        in
console:sign_on_test                    POST    signonprovider     people     | login    403   403    403     403        in
console:account_test                   POST    genesys            administer | login    403   403    403     403        in
console:channel_enable                 POST    channel            administer | login    403   403    403     403        in
console:channel_disable                POST    channel            administer | login    403   403    403     403        in
console:channel_poll                   POST    channel            administer | login    403   403    403     403        in
console:check_address                  POST    -                  administer | login    403   403    403     403        in
console:check_known                    POST    -                  administer | login    403   403    403     403        in
console:check_keyword                  POST    -                  administer | login    403   403    403     403        in
console:check_query                    POST    -                  administer | login    403   403    403     403        in
console:check_trial                    POST    -                  administer | login    403   403    403     403        in
console:check_channel                  POST    channel            administer | login    403   403    403     403        in
console:test_channels                  GET     -                  administer | login    403   403    403     403        in
console:waba_read                      POST    waba               administer | login    403   403    403     403        in
console:template_submit                POST    template           administer | login    403   403    403     403        in
console:template_copy                  POST    template           administer | login    403   403    403     403        in
"""

# The pages of the console's nouns: a list, one to add, one to change, one to delete, its changes. Each is answered
# `login` to strangers, 403 to whoever lacks the right, and to the others `in`; but 403 where a verb stands in brackets.
NOUNS = """
channels_admin_platformapp             administer
channels_admin_account                 administer
channels_admin_channel                 administer
channels_admin_waba                    administer (add delete)
channels_admin_onboarding              administer
channels_admin_phonenumber             administer (add)
channels_admin_template                administer
channels_admin_blockeddestination      administer
channels_admin_word                    administer
channels_admin_platformnotice          administer (add delete)
channels_admin_price                   administer
channels_admin_businessmanager         administer
channels_admin_ownedname               administer
channels_admin_abbreviation            administer
interactions_customer                  administer (add delete)
interactions_noiserule                 administer
interactions_surveyrule                people
interactions_block                     administer (add delete)
interactions_attribute                 administer
interactions_deleted                   administer
agents_license                         licenses (add delete)
agents_agent                           people (delete)
agents_role                            people
agents_signonprovider                  people
agents_skill                           people
agents_workgroup                       people
agents_station                         people
agents_status                          people (delete)
agents_label                           people
agents_wrapupcode                      people
agents_accountcode                     people
workspace_responselibrary              responses
audit_change                           read (add delete)
"""

# Addresses that only lead on: an object's address without a page leads to the page on which it is changed.
LEADING_ON = ["console:<path:object_id>/", "console:(?P<url>.*)$"]


def right_of(codename):
    """The right with this codename; None for a dash."""
    return next((right for right in Right if right.codename == codename), None)


def lines(table):
    """The lines of a table that say something."""
    return [line for line in table.strip().splitlines() if line and not line.startswith("#")]


def rows():
    """(address, method, [thing], {who: answer})."""
    for line in lines(SUPERVISION) + lines(ROWS + table_quality.ROWS):
        left, right = line.split("|")
        address, method, things, codename = left.split()
        yield address, method, [] if things == "-" else things.split(","), _expected(codename, right.split())
    for line in lines(NOUNS):
        yield from _pages(*line.replace("(", "").replace(")", "").split())


def _expected(codename, answers):
    expected = dict(zip(PEOPLE, answers, strict=True))
    right = right_of(codename)
    if right:
        expected |= {f"only {right}": expected["administrator"], f"all but {right}": "403"}
    return {who: answer for who, answer in expected.items() if answer != "."}


def _pages(noun, codename, *closed):
    for page in ("changelist", "add", "change", "delete", "history"):
        things = [] if page in ("changelist", "add") else [noun]
        expected = _expected(codename, ["login", *["403"] * 4, "403" if page in closed else "in"])
        if page != "changelist":  # whoever has fewer rights than the eighth, or more than the seventh, fares like him
            expected = {
                who: expected[who] for who in expected if who not in ("agent", "member", "watcher", "administrator")
            }
        yield f"console:{noun}_{page}", "GET", things, expected
