#include "accounts/registration.h"

#include "accounts/password.h"
#include "accounts/rules.h"
#include "accounts/store.h"
#include "base/enum_text.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

namespace medal::accounts {
namespace {

using base::Error;
using base::ErrorKind;

constexpr std::size_t kMailTokenBytes = 32;

std::string hashed(std::string_view secret) {
    return base::sha256(secret).text();
}

[[noreturn]] void throw_bad_token() {
    throw Error{ErrorKind::invalid,
                "account.bad_token",
                "This link is used up or too old.",
                {.field = "/token", .hint = "Ask for a new one.", .detail = {}}};
}

bool speaks_german(const PersonRow& person) {
    return person.language.starts_with("de");
}

std::string link(work::Unit& unit, const PersonRow& person, MailPurpose purpose, std::int64_t life_us) {
    const auto token = base::random_token(unit.random(), kMailTokenBytes);
    store::insert_mail_token(unit.db(), hashed(token), person.id, purpose, unit.now() + life_us);
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

PersonRow row_of(work::Unit& unit, const NewAccount& account) {
    PersonRow row;
    row.id = unit.new_id<base::PersonId>();
    row.email = base::trimmed(account.email);
    row.email_key = rules::email_key(account.email);
    row.password_hash = hash_password(account.password);
    row.display_name = base::trimmed(account.display_name);
    row.institution = base::trimmed(account.institution);
    row.country = account.country;
    row.language = account.language;
    row.created_at = unit.now();
    return row;
}

PersonRow require_self(work::Unit& unit) {
    auto row = store::find_person(unit.db(), unit.actor().person_id);
    if (!row || !unit.actor().is_person())
        throw Error{ErrorKind::unauthenticated, "session.none", "Sign in first."};
    return std::move(*row);
}

void emit(work::Unit& unit, base::PersonId person, std::string action,
          std::optional<base::CampaignId> campaign = {}, std::string data = "{}") {
    unit.emit({.action = std::move(action),
               .subject_kind = "person",
               .subject_id = person.text(),
               .campaign_id = campaign,
               .reason = {},
               .data = std::move(data)});
}

}  // namespace

void sign_up(work::Unit& unit, const NewAccount& account) {
    rules::check_account(account);
    const auto row = row_of(unit, account);  // Hashes in either case: both answers take as long.
    if (const auto known = store::find_by_email(unit.db(), row.email_key)) return mail_known(unit, *known);
    store::insert(unit.db(), row);
    mail_verification(unit, row);
    emit(unit, row.id, "person.signed_up");
}

void resend_verification(work::Unit& unit, const std::string& email) {
    const auto person = store::find_by_email(unit.db(), rules::email_key(email));
    if (person && !person->email_verified) mail_verification(unit, *person);
}

void verify_email(work::Unit& unit, const std::string& token) {
    const auto id = store::take_mail_token(unit.db(), hashed(token), MailPurpose::verify_email, unit.now());
    auto person = id ? store::find_person(unit.db(), *id) : std::nullopt;
    if (!person) throw_bad_token();
    person->email_verified = true;
    store::update(unit.db(), *person);
    emit(unit, person->id, "person.verified");
}

void request_reset(work::Unit& unit, const std::string& email) {
    const auto person = store::find_by_email(unit.db(), rules::email_key(email));
    if (!person) return;
    const auto url = link(unit, *person, MailPurpose::reset_password, kResetLife_us);
    unit.mail({person->email, speaks_german(*person) ? "MEDAL: neues Passwort" : "MEDAL: new password",
               speaks_german(*person)
                   ? "Guten Tag,\n\nhier wählen Sie ein neues Passwort (eine Stunde gültig):\n\n" + url + "\n"
                   : "Hello,\n\nchoose a new password here (valid for one hour):\n\n" + url + "\n"});
}

void reset_password(work::Unit& unit, const std::string& token, const std::string& password) {
    const auto id = store::take_mail_token(unit.db(), hashed(token), MailPurpose::reset_password, unit.now());
    auto person = id ? store::find_person(unit.db(), *id) : std::nullopt;
    if (!person) throw_bad_token();
    rules::check_password(password, person->email, person->display_name);
    person->password_hash = hash_password(password);
    person->email_verified = true;
    person->failed_sign_ins = 0;
    person->locked_until = {};
    store::update(unit.db(), *person);
    store::remove_sessions(unit.db(), person->id);
    emit(unit, person->id, "person.password_reset");
}

void change_password(work::Unit& unit, const std::string& current, const std::string& password) {
    auto person = require_self(unit);
    if (!password_fits(person.password_hash, current)) {
        throw Error{ErrorKind::invalid,
                    "account.wrong_password",
                    "The present password is not right.",
                    {.field = "/current"}};
    }
    rules::check_password(password, person.email, person.display_name);
    person.password_hash = hash_password(password);
    store::update(unit.db(), person);
    store::remove_sessions(unit.db(), person.id);
    emit(unit, person.id, "person.password_changed");
}

PersonRow change_profile(work::Unit& unit, const ProfileChange& change) {
    auto person = require_self(unit);
    const NewAccount wanted{person.email,
                            {},
                            change.display_name.value_or(person.display_name),
                            change.institution.value_or(person.institution),
                            change.country.value_or(person.country),
                            change.language.value_or(person.language)};
    rules::check_profile(wanted);
    person.display_name = base::trimmed(wanted.display_name);
    person.institution = base::trimmed(wanted.institution);
    person.country = wanted.country;
    person.language = wanted.language;
    store::update(unit.db(), person);
    return person;
}

PersonRow create_person(work::Unit& unit, const NewAccount& account) {
    rules::check_account(account);
    auto row = row_of(unit, account);
    row.email_verified = true;
    if (store::find_by_email(unit.db(), row.email_key)) {
        throw Error{ErrorKind::conflict,
                    "account.known",
                    "There is an account with this address already.",
                    {.field = "/email"}};
    }
    store::insert(unit.db(), row);
    emit(unit, row.id, "person.created");
    return row;
}

PersonRow grant_role(work::Unit& unit, base::PersonId person, const base::RoleGrant& grant) {
    if (!rules::may_grant(unit.actor(), grant)) {
        throw Error{ErrorKind::forbidden, "role.not_you", "You may not give this role here."};
    }
    auto row = store::find_person(unit.db(), person);
    if (!row) throw Error{ErrorKind::not_found, "person.not_found", "There is no such person."};
    if (store::grant(unit.db(), person, grant, unit.now())) {
        emit(unit, person, "person.role_granted", grant.campaign_id, base::to_json(grant));
    }
    return std::move(*row);
}

void revoke_role(work::Unit& unit, base::PersonId person, const base::RoleGrant& grant) {
    if (!rules::may_grant(unit.actor(), grant)) {
        throw Error{ErrorKind::forbidden, "role.not_you", "You may not take this role away."};
    }
    if (!store::revoke(unit.db(), person, grant)) {
        throw Error{ErrorKind::not_found, "role.not_found", "This person does not have this role."};
    }
    emit(unit, person, "person.role_revoked", grant.campaign_id, base::to_json(grant));
}

void join(work::Unit& unit, base::CampaignId campaign, base::Role role) {
    const auto person = require_self(unit);
    if (!rules::may_join_as(role)) {
        throw Error{ErrorKind::forbidden,
                    "role.not_free",
                    "This role is given by the organizers.",
                    {.field = "/role", .hint = "Join as contributor or model_developer.", .detail = {}}};
    }
    if (!person.email_verified) {
        throw Error{ErrorKind::forbidden, "account.not_verified", "Confirm your e-mail address first."};
    }
    if (store::grant(unit.db(), person.id, {role, campaign}, unit.now())) {
        emit(unit, person.id, "person.joined", campaign, base::to_json(base::RoleGrant{role, campaign}));
    }
}

}  // namespace medal::accounts
