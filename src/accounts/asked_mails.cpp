// The mails of accounts, written by a job: whoever asked for one has had an answer long before, and the same
// one whether or not the address is known.
#include "accounts/registration.h"
#include "accounts/store.h"
#include "base/hash.h"

namespace medal::accounts {
namespace {

constexpr std::size_t kMailTokenBytes = 32;

bool speaks_german(const PersonRow& person) {
    return person.language.starts_with("de");
}

std::string link(work::Unit& unit, const PersonRow& person, MailPurpose purpose, std::int64_t life_us) {
    const auto token = base::random_token(unit.random(), kMailTokenBytes);
    store::insert_mail_token(unit.db(), base::sha256(token).text(), person.id, purpose, unit.now() + life_us);
    const std::string page = purpose == MailPurpose::verify_email ? "/verify" : "/reset";
    return unit.settings().public_url + page + "?token=" + token;
}

void mail_verification(work::Unit& unit, const PersonRow& person) {
    const auto url = link(unit, person, MailPurpose::verify_email, kVerifyLife_us);
    if (speaks_german(person)) {
        unit.mail({person.email, "MEDAL: Bestätigen Sie Ihre Adresse",
                   "Guten Tag,\n\nöffnen Sie diesen Link, um Ihr MEDAL-Konto zu bestätigen (zwei Tage "
                   "gültig):\n\n" +
                       url + "\n\nWenn Sie kein Konto angelegt haben, löschen Sie diese Nachricht.\n"});
        return;
    }
    unit.mail({person.email, "MEDAL: confirm your address",
               "Hello,\n\nopen this link to confirm your MEDAL account (valid for two days):\n\n" + url +
                   "\n\nIf you did not sign up, delete this message.\n"});
}

void mail_known(work::Unit& unit, const PersonRow& person) {
    unit.mail(
        {person.email,
         speaks_german(person) ? "MEDAL: Sie haben schon ein Konto" : "MEDAL: you have an account already",
         speaks_german(person) ? "Guten Tag,\n\njemand wollte mit dieser Adresse ein MEDAL-Konto anlegen. "
                                 "Sie haben schon eines: " +
                                     unit.settings().public_url + "/sign-in\n"
                               : "Hello,\n\nsomeone tried to sign up to MEDAL with this address. You have an "
                                 "account already: " +
                                     unit.settings().public_url + "/sign-in\n"});
}

void mail_reset(work::Unit& unit, const PersonRow& person) {
    const auto url = link(unit, person, MailPurpose::reset_password, kResetLife_us);
    unit.mail({person.email, speaks_german(person) ? "MEDAL: neues Passwort" : "MEDAL: new password",
               speaks_german(person)
                   ? "Guten Tag,\n\nhier wählen Sie ein neues Passwort (eine Stunde gültig):\n\n" + url + "\n"
                   : "Hello,\n\nchoose a new password here (valid for one hour):\n\n" + url + "\n"});
}

void answer(work::Unit& unit, const AskedMail& asked) {
    const auto person = store::find_by_email(unit.db(), asked.email_key);
    if (!person) return;
    switch (asked.purpose) {
        case MailPurpose::verify_email:
            if (!person->email_verified) mail_verification(unit, *person);
            return;
        case MailPurpose::reset_password:
            return mail_reset(unit, *person);
        case MailPurpose::tell_known:
            return mail_known(unit, *person);
    }
}

}  // namespace

void send_asked_mails(work::Workshop& shop, jobs::JobContext& job) {
    work::run(shop, base::system_actor(), db::Access::write, [&](work::Unit& unit) {
        const auto asked = store::take_asked_mails(unit.db());
        for (const auto& one : asked) answer(unit, one);
        const bool may_be_more = static_cast<std::int64_t>(asked.size()) == kMailsAtOnce;
        if (may_be_more) unit.enqueue({.kind = kMailJob, .unique_key = kMailJob});
        job.complete_in(unit.db());
    });
}

}  // namespace medal::accounts
