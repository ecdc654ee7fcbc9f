// What several tables of routes need: the campaign of a path, who may contribute, who may see an image, and
// the last guard of rule 2 (no answer before the blind answer).
#pragma once

#include "api/call.h"
#include "campaign/types.h"
#include "contribution/case_actions.h"
#include "contribution/views.h"
#include "work/unit.h"

namespace medal::api {

struct App;
class Routes;

campaign::CampaignRow campaign_of(work::Unit& unit, const Call& call);
campaign::CampaignRow campaign_of(work::Unit& unit, base::CampaignId id);
base::CampaignId campaign_id_of(work::Unit& unit, const Call& call);

/// Throws Error{forbidden, "account.not_verified"} for a person whose address is not confirmed.
void require_contributor(const work::Unit& unit, const campaign::CampaignRow& campaign);

/// The asset, for the case's contributor, those who serve the campaign, reviewers of an item that shows it,
/// and everybody who is signed in once a published release shows it openly. Otherwise Error{not_found}.
contribution::AssetRow visible_asset(work::Unit& unit, contribution::AssetId id);

/// Whether visible_asset would give the asset.
bool may_see_asset(work::Unit& unit, const contribution::AssetRow& asset);

/// The view without reference and rationale where the viewer still has to answer this item blind.
contribution::ItemView without_early_answer(work::Unit& unit, contribution::ItemView view);

/// GET /api/v1/assets/…: what the viewer loads.
void add_asset_routes(Routes& routes, const App& app);

}  // namespace medal::api
