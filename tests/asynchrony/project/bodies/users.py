"""Users, permissions, logins and sessions."""

from __future__ import annotations

import inspect

from asgiref.sync import sync_to_async
from django.contrib.auth import (
    aauthenticate,
    aget_user,
    alogin,
    alogout,
    aupdate_session_auth_hash,
    authenticate,
    get_user,
    get_user_model,
    login,
    logout,
    update_session_auth_hash,
)
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.contrib.sessions.backends.signed_cookies import SessionStore as CookieStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bodies.marks import possible, sometimes

SUPERUSER = "a superuser has every permission without being asked for"
WHOSE = "who the user is decides"
NO_SESSION = "a client without a session cookie has nothing to load"


# Authentication


async def call_authenticate():
    return authenticate(username="ann", password="secret")


async def call_aauthenticate():
    return await aauthenticate(username="ann", password="secret")


async def authenticate_without_credentials():
    return authenticate()


async def call_login(request: HttpRequest, user: User):
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")


async def call_alogin(request: HttpRequest, user: User):
    await alogin(request, user, backend="django.contrib.auth.backends.ModelBackend")


async def call_logout(request: HttpRequest):
    logout(request)


async def call_alogout(request: HttpRequest):
    await alogout(request)


async def call_get_user(request: HttpRequest):
    return get_user(request)


async def call_aget_user(request: HttpRequest):
    return await aget_user(request)


async def call_update_session_auth_hash(request: HttpRequest, user: User):
    update_session_auth_hash(request, user)


async def call_aupdate_session_auth_hash(request: HttpRequest, user: User):
    """Awaitable, and yet it asks `request.user`."""
    await aupdate_session_auth_hash(request, user)


async def aupdate_session_auth_hash_with_the_user_loaded(request: HttpRequest, user: User):
    await sync_to_async(lambda: request.user.pk)()
    await aupdate_session_auth_hash(request, user)


async def user_model():
    return get_user_model().objects.count()


async def user_model_awaited():
    return await get_user_model().objects.acount()


# request.user


async def request_user(request: HttpRequest):
    """Reading it is lazy: it is an object that looks the user up when it is asked."""
    request.user  # noqa: B018


async def request_user_attribute(request: HttpRequest):
    return request.user.username


async def request_user_is_authenticated(request: HttpRequest):
    return request.user.is_authenticated


async def request_user_truth(request: HttpRequest):
    if request.user:
        return 1
    return 0


async def request_user_shown(request: HttpRequest):
    return f"{request.user}"


async def request_user_isinstance(request: HttpRequest):
    """It is asked for its class."""
    return isinstance(request.user, User)


async def request_user_compared(request: HttpRequest, user: User):
    return request.user == user


async def request_user_handed_to_a_query(request: HttpRequest):
    """The filter asks for its key."""
    return User.objects.filter(pk=request.user)


async def request_user_in_acreate(request: HttpRequest):
    """`acreate` makes the row in a thread, and there the user is looked up."""
    from library.models import Loan

    return await Loan.objects.acreate(book_id=1, user=request.user)


async def request_user_in_a_constructor(request: HttpRequest):
    from library.models import Loan

    return Loan(book_id=1, user=request.user)


async def request_user_in_a_thread(request: HttpRequest):
    return await sync_to_async(lambda: request.user.username)()


async def request_user_after_a_thread(request: HttpRequest):
    """Once looked up, it stays."""
    await sync_to_async(lambda: request.user.username)()
    return request.user.username


async def request_auser(request: HttpRequest):
    return (await request.auser()).username


async def request_user_after_auser(request: HttpRequest):
    """They are kept apart: having awaited one does not load the other."""
    user = await request.auser()
    return user.username, request.user.username


@possible(NO_SESSION)
async def request_user_without_a_session(anonymous_request: HttpRequest):
    return anonymous_request.user.is_authenticated


async def view_with_login_required(request: HttpRequest):
    @login_required
    async def view(request):
        return HttpResponse()

    return await view(request)


async def view_with_login_required_and_request_user(request: HttpRequest):
    """The decorator awaits `request.auser()`, which does not load `request.user`."""

    @login_required
    async def view(request):
        return HttpResponse(request.user.username)

    return await view(request)


async def view_with_permission_required(request: HttpRequest):
    @permission_required("library.view_book")
    async def view(request):
        return HttpResponse()

    return await view(request)


# Permissions


async def call_has_perm(user: User):
    return user.has_perm("library.view_book")


async def call_ahas_perm(user: User):
    return await user.ahas_perm("library.view_book")


async def call_has_perms(user: User):
    return user.has_perms(["library.view_book"])


async def call_ahas_perms(user: User):
    return await user.ahas_perms(["library.view_book"])


async def call_has_module_perms(user: User):
    return user.has_module_perms("library")


async def call_ahas_module_perms(user: User):
    return await user.ahas_module_perms("library")


async def call_get_all_permissions(user: User):
    return user.get_all_permissions()


async def call_aget_all_permissions(user: User):
    return await user.aget_all_permissions()


async def call_get_group_permissions(user: User):
    return user.get_group_permissions()


async def call_aget_group_permissions(user: User):
    return await user.aget_group_permissions()


async def call_get_user_permissions(user: User):
    return user.get_user_permissions()


async def call_aget_user_permissions(user: User):
    return await user.aget_user_permissions()


@sometimes(SUPERUSER)
async def has_perm_of_a_superuser(admin: User):
    return admin.has_perm("library.view_book")


async def get_all_permissions_of_a_superuser(admin: User):
    return admin.get_all_permissions()


@possible(WHOSE)
async def has_perm_of_nobody():
    return AnonymousUser().has_perm("library.view_book")


async def has_perm_after_ahas_perm(user: User):
    """The permissions are kept in the user."""
    await user.ahas_perm("library.view_book")
    return user.has_perm("library.view_book")


async def groups_of_a_user(user: User):
    return [group.name async for group in user.groups.all()]


async def membership_in_a_group(user: User):
    return user.groups.filter(name="readers").exists()


# Passwords and users


@possible("a hash of the first choice is not renewed")
async def call_check_password(user: User):
    return user.check_password("secret")


@possible("the hash may be of the first choice")
async def check_password_with_an_outdated_hash(user: User):
    from django.contrib.auth.hashers import make_password

    user.password = make_password("secret", hasher="outdated")
    return user.check_password("secret")


async def call_acheck_password(user: User):
    return await user.acheck_password("secret")


async def call_set_password(user: User):
    user.set_password("other")


async def call_create_user():
    return User.objects.create_user("bob", password="secret")


async def call_acreate_user():
    return await User.objects.acreate_user("bob", password="secret")


async def call_create_superuser():
    return User.objects.create_superuser("bob", password="secret")


async def call_acreate_superuser():
    return await User.objects.acreate_superuser("bob", password="secret")


async def call_get_by_natural_key():
    return User.objects.get_by_natural_key("ann")


async def call_aget_by_natural_key():
    return await User.objects.aget_by_natural_key("ann")


async def group_get_by_natural_key():
    return Group.objects.get_by_natural_key("readers")


async def group_aget_by_natural_key():
    return await Group.objects.aget_by_natural_key("readers")


async def permission_get_by_natural_key():
    return Permission.objects.get_by_natural_key("view_book", "library", "book")


async def call_with_perm():
    return User.objects.with_perm("library.view_book")


async def call_normalize_email():
    return User.objects.normalize_email("Ann@EXAMPLE.org")


async def call_get_username(user: User):
    return user.get_username(), user.get_full_name(), user.is_authenticated


async def other_password_methods(user: User):
    user.set_unusable_password()
    return user.has_usable_password(), user.natural_key(), user.get_session_auth_hash()


async def session_manager_save():
    return Session.objects.save("b" * 32, {"color": "red"}, timezone.now())


async def session_manager_encode():
    return Session.objects.encode({"color": "red"})


# Sessions, kept in the database


async def session_get(request: HttpRequest):
    return request.session.get("color")


async def session_aget(request: HttpRequest):
    return await request.session.aget("color")


async def session_index(request: HttpRequest):
    return request.session["color"]


async def session_assignment(request: HttpRequest):
    """It is loaded before something is put into it."""
    request.session["color"] = "red"


async def session_aset(request: HttpRequest):
    await request.session.aset("color", "red")


async def session_del(request: HttpRequest):
    del request.session["color"]


async def session_in(request: HttpRequest):
    return "color" in request.session


async def session_pop(request: HttpRequest):
    return request.session.pop("color", None)


async def session_apop(request: HttpRequest):
    return await request.session.apop("color", None)


async def session_setdefault(request: HttpRequest):
    return request.session.setdefault("color", "red")


async def session_asetdefault(request: HttpRequest):
    return await request.session.asetdefault("color", "red")


async def session_update(request: HttpRequest):
    request.session.update({"color": "red"})


async def session_aupdate(request: HttpRequest):
    await request.session.aupdate({"color": "red"})


async def session_has_key(request: HttpRequest):
    return request.session.has_key("color")


async def session_ahas_key(request: HttpRequest):
    return await request.session.ahas_key("color")


async def session_keys(request: HttpRequest):
    return list(request.session.keys())


async def session_akeys(request: HttpRequest):
    return list(await request.session.akeys())


async def session_values(request: HttpRequest):
    return list(request.session.values())


async def session_avalues(request: HttpRequest):
    return list(await request.session.avalues())


async def session_items(request: HttpRequest):
    return dict(request.session.items())


async def session_aitems(request: HttpRequest):
    return dict(await request.session.aitems())


async def session_save(request: HttpRequest):
    request.session.save()


async def session_asave(request: HttpRequest):
    await request.session.asave()


async def session_create(request: HttpRequest):
    request.session.create()


async def session_acreate(request: HttpRequest):
    await request.session.acreate()


async def session_delete(request: HttpRequest):
    request.session.delete()


async def session_adelete(request: HttpRequest):
    await request.session.adelete()


async def session_flush(request: HttpRequest):
    request.session.flush()


async def session_aflush(request: HttpRequest):
    await request.session.aflush()


async def session_cycle_key(request: HttpRequest):
    request.session.cycle_key()


async def session_acycle_key(request: HttpRequest):
    await request.session.acycle_key()


async def session_clear_expired(request: HttpRequest):
    request.session.clear_expired()


async def session_aclear_expired(request: HttpRequest):
    await request.session.aclear_expired()


async def session_exists(request: HttpRequest):
    return request.session.exists("b" * 32)


async def session_aexists(request: HttpRequest):
    return await request.session.aexists("b" * 32)


async def session_load(request: HttpRequest):
    return request.session.load()


async def session_aload(request: HttpRequest):
    return await request.session.aload()


async def session_set_expiry(request: HttpRequest):
    request.session.set_expiry(10)


async def session_aset_expiry(request: HttpRequest):
    await request.session.aset_expiry(10)


async def session_get_expiry_age(request: HttpRequest):
    return request.session.get_expiry_age()


async def session_aget_expiry_age(request: HttpRequest):
    return await request.session.aget_expiry_age()


async def session_get_expiry_date(request: HttpRequest):
    return request.session.get_expiry_date()


async def session_aget_expiry_date(request: HttpRequest):
    return await request.session.aget_expiry_date()


async def session_get_expire_at_browser_close(request: HttpRequest):
    return request.session.get_expire_at_browser_close()


async def session_aget_expire_at_browser_close(request: HttpRequest):
    return await request.session.aget_expire_at_browser_close()


async def session_set_test_cookie(request: HttpRequest):
    request.session.set_test_cookie()


async def session_aset_test_cookie(request: HttpRequest):
    await request.session.aset_test_cookie()


async def session_test_cookie_worked(request: HttpRequest):
    return request.session.test_cookie_worked()


async def session_atest_cookie_worked(request: HttpRequest):
    return await request.session.atest_cookie_worked()


async def session_delete_test_cookie(request: HttpRequest):
    await request.session.aset_test_cookie()
    request.session.delete_test_cookie()


async def session_delete_test_cookie_not_loaded(request: HttpRequest):
    request.session.delete_test_cookie()


async def session_adelete_test_cookie(request: HttpRequest):
    await request.session.aset_test_cookie()
    await request.session.adelete_test_cookie()


async def session_clear(request: HttpRequest):
    """Nothing is loaded to be thrown away."""
    request.session.clear()


async def session_is_empty(request: HttpRequest):
    return request.session.is_empty()


async def session_key(request: HttpRequest):
    return request.session.session_key, request.session.modified


async def session_encode(request: HttpRequest):
    return request.session.decode(request.session.encode({"color": "red"}))


async def session_loaded_before(request: HttpRequest):
    """Once loaded, it is a dictionary."""
    await request.session.aget("color")
    request.session["color"] = "red"
    return request.session.get("color")


@possible(NO_SESSION)
async def session_get_without_a_session(anonymous_request: HttpRequest):
    return anonymous_request.session.get("color")


async def session_save_without_a_session(anonymous_request: HttpRequest):
    anonymous_request.session["color"] = "red"
    anonymous_request.session.save()


async def session_in_a_cookie():
    """The store decides: this one needs no database."""
    session = CookieStore()
    session["color"] = "red"
    session.save()
    return session.get("color")


async def session_model():
    return Session.objects.count()


async def is_a_coroutine_function():
    return inspect.iscoroutinefunction(aauthenticate)
