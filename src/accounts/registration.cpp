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

std::string hashed(std::string_view secret) {
    return base::sha256(secret).text();
}

[[noreturn]] void throw_bad_token() {
    throw Error{ErrorKind::invalid,
                "account.bad_token",
                "This link is used up or too old.",
                {.field = "/token", .hint = "Ask for a new one.", .detail = {}}};
}

PersonRow row_of(work::Unit& unit, const NewAccount& account, const PasswordHash& hash) {
    PersonRow row;
    row.id = unit.new_id<base::PersonId>();
    row.email = base::trimmed(account.email);
    row.email_key = rules::email_key(account.email);
    row.password_hash = hash.text;
    row.display_name = base::trimmed(account.display_name);
    row.institution = base::trimmed(account.institution);
    row.country = account.country;
    row.language = account.language;
    row.created_at = unit.now();
    row.search_text = rules::search_text_of(row);
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

void ask_mail(work::Unit& unit, const std::string& email_key, MailPurpose purpose) {
    store::ask_mail(unit.db(), {email_key, purpose}, unit.now());
    unit.enqueue({.kind = kMailJob, .unique_key = kMailJob});
}

// Whom the token was mailed to; it is used up.
PersonRow taker_of(work::Unit& unit, const std::string& token, MailPurpose purpose) {
    const auto id = store::take_mail_token(unit.db(), hashed(token), purpose, unit.now());
    auto person = id ? store::find_person(unit.db(), *id) : std::nullopt;
    if (!person) throw_bad_token();
    return std::move(*person);
}

[[noreturn]] void throw_wrong_password() {
    throw Error{ErrorKind::invalid,
                "account.wrong_password",
                "The present password is not right.",
                {.field = "/current"}};
}

}  // namespace

void sign_up(work::Workshop& shop, const base::Actor& actor, const NewAccount& account) {
    rules::check_account(account);
    const auto hash = hash_password(account.password);
    work::run(shop, actor, db::Access::write, [&](work::Unit& unit) {
        const auto row = row_of(unit, account, hash);
        const auto known = store::find_by_email(unit.db(), row.email_key);
        if (!known) store::insert(unit.db(), row);
        ask_mail(unit, row.email_key, known ? MailPurpose::tell_known : MailPurpose::verify_email);
        emit(unit, known ? known->id : row.id, known ? "person.signed_up_again" : "person.signed_up");
    });
}

void resend_verification(work::Unit& unit, const std::string& email) {
    ask_mail(unit, rules::email_key(email), MailPurpose::verify_email);
}

void verify_email(work::Unit& unit, const std::string& token) {
    auto person = taker_of(unit, token, MailPurpose::verify_email);
    person.email_verified = true;
    store::update(unit.db(), person);
    emit(unit, person.id, "person.verified");
}

void request_reset(work::Unit& unit, const std::string& email) {
    ask_mail(unit, rules::email_key(email), MailPurpose::reset_password);
}

void reset_password(work::Workshop& shop, const base::Actor& actor, const std::string& token,
                    const std::string& password) {
    const auto owner = work::run(shop, actor, db::Access::read, [&](work::Unit& unit) {
        const auto id =
            store::find_mail_token(unit.db(), hashed(token), MailPurpose::reset_password, unit.now());
        return id ? store::find_person(unit.db(), *id) : std::nullopt;
    });
    if (!owner) throw_bad_token();
    rules::check_password(password, owner->email, owner->display_name);
    const auto hash = hash_password(password);
    work::run(shop, actor, db::Access::write, [&](work::Unit& unit) {
        auto person = taker_of(unit, token, MailPurpose::reset_password);
        person.password_hash = hash.text;
        person.email_verified = true;
        store::update(unit.db(), person);
        store::remove_sessions(unit.db(), person.id);
        // Who could reset the password may have been kept out by a thief, who may have made tokens.
        store::remove_tokens(unit.db(), person.id);
        store::forget_failures(unit.db(), hashed(person.email_key));
        emit(unit, person.id, "person.password_reset");
    });
}

void change_password(work::Workshop& shop, const base::Actor& actor, const PasswordChange& change) {
    const auto before =
        work::run(shop, actor, db::Access::read, [](work::Unit& unit) { return require_self(unit); });
    if (!password_fits(before.password_hash, change.current)) throw_wrong_password();
    rules::check_password(change.password, before.email, before.display_name);
    const auto hash = hash_password(change.password);
    work::run(shop, actor, db::Access::write, [&](work::Unit& unit) {
        auto person = require_self(unit);
        if (person.password_hash != before.password_hash) throw_wrong_password();
        person.password_hash = hash.text;
        store::update(unit.db(), person);
        store::remove_sessions(unit.db(), person.id);
        emit(unit, person.id, "person.password_changed");
    });
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
    person.search_text = rules::search_text_of(person);
    store::update(unit.db(), person);
    return person;
}

PersonRow create_person(work::Unit& unit, const NewAccount& account, const PasswordHash& hash) {
    rules::check_account(account);
    auto row = row_of(unit, account, hash);
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
    const bool is_admin_grant = grant.role == base::Role::admin && !grant.campaign_id;
    if (!store::revoke(unit.db(), person, grant)) {
        throw Error{ErrorKind::not_found, "role.not_found", "This person does not have this role."};
    }
    // After the removal, so that two admins who remove each other cannot both see one left.
    if (is_admin_grant && store::count_admins(unit.db()) == 0) {
        throw Error{ErrorKind::conflict,
                    "role.last_admin",
                    "The last admin keeps this role.",
                    {.field = {}, .hint = "Make somebody else admin first.", .detail = {}}};
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
